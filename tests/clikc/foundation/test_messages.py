"""What is found to translate is what ``makemessages`` would find, and what libraries leave in English."""

import pytest

from clikc.foundation.messages import borrowed_messages, merged, own_messages


@pytest.fixture
def found(tmp_path):
    """The messages of a tree of these files."""

    def look(**files):
        for name, text in files.items():
            folder = tmp_path / ("templates" if name.startswith("html") else "clikc")
            folder.mkdir(exist_ok=True)
            (folder / f"{name}.{'html' if name.startswith('html') else 'py'}").write_text(text)
        messages = merged(own_messages(tmp_path))
        return [(item.context, item.text, item.plural) for item in messages]

    return look


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('_("Plain")', (None, "Plain", None)),
        ('_("In "\n  "two parts")', (None, "In two parts", None)),
        ('gettext_lazy("Later")', (None, "Later", None)),
        ('ngettext("%(n)d hour", "%(n)d hours", n)', (None, "%(n)d hour", "%(n)d hours")),
        ('pgettext_lazy("month", "May")', ("month", "May", None)),
        ('npgettext("c", "one", "many", n)', ("c", "one", "many")),
    ],
)
def test_calls_in_code(found, source, message):
    assert found(code=source) == [message]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('<p>{% translate "Plain" %}</p>', (None, "Plain", None)),
        ('    {% if a %}\n  {% translate "Deep" %}{% endif %}', (None, "Deep", None)),
        ('{% translate "May" context "month" as m %}', ("month", "May", None)),
        ("{% blocktranslate trimmed %}\n  Two\n  lines\n{% endblocktranslate %}", (None, "Two lines", None)),
        (
            "{% blocktranslate count n=x %}one {{ n }}{% plural %}many {{ n }}{% endblocktranslate %}",
            (None, "one %(n)s", "many %(n)s"),
        ),
        ("{% blocktranslate %}100%{% endblocktranslate %}", (None, "100%%", None)),
        ('{{ _("In a variable") }}', (None, "In a variable", None)),
    ],
)
def test_tags_in_templates(found, source, message):
    assert found(html=source) == [message]


def test_a_message_said_twice_is_one_with_its_plural(found):
    assert found(a='_("hour")', b='ngettext("hour", "hours", n)') == [(None, "hour", "hours")]


def test_text_around_the_tags_does_not_matter(found):
    assert found(html='it\'s ( [ """ {% comment %} \' {% endcomment %}\n\tx\n y {% translate "A" %}') == [
        (None, "A", None)
    ]


def test_amharic_carries_what_django_and_allauth_do_not_say_in_it():
    borrowed = {item.text for item in borrowed_messages("am")}
    assert {"This field is required.", "January", "Enter a valid email address."} <= borrowed
    assert any("password" in text.lower() for text in borrowed)


def test_french_borrows_next_to_nothing():
    assert len(list(borrowed_messages("fr"))) < 25
