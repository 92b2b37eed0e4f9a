"""What a letter says: in the person's language and zone, as things are when it leaves."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from clikc.post import api
from clikc.post.models import Letter
from tests.factories import people

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)


def deliver(person=None, **columns):
    """The letter of the kind ``news`` after one round."""
    letter = Letter.objects.create(
        key="news:1", kind="news", facts={}, person=person, due_at=timezone.now(), **columns
    )
    api.deliver_due()
    letter.refresh_from_db()
    return letter


def test_in_the_language_and_zone_of_the_person(register, mailoutbox):
    def write(facts, person):
        return api.Draft(gettext("Lesson"), text=date_format(timezone.localtime(MOMENT), "j F Y H:i"))

    register("news", write)
    deliver(people.officer(preferred_language="fr", time_zone="Africa/Nairobi"))
    (message,) = mailoutbox
    assert (message.subject, message.body) == ("Leçon", "1 juillet 2026 01:30")


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../etc/passwd", ""])
def test_a_zone_that_is_none_is_universal_time(register, mailoutbox, zone):
    register("news", lambda facts, person: api.Draft("x", text=str(timezone.get_current_timezone())))
    deliver(people.officer(time_zone=zone))
    assert mailoutbox[0].body == "UTC"


def test_to_an_address_in_the_language_of_the_draft(register, mailoutbox):
    def write(facts, person):
        assert person is None
        return api.Draft(gettext_lazy("Lesson"), language="es", text="x", reply_to="ke@customs.example")

    register("news", write)
    letter = deliver(address="new@customs.example")
    (message,) = mailoutbox
    assert (message.subject, message.to, message.reply_to) == (
        "Lección",
        ["new@customs.example"],
        ["ke@customs.example"],
    )
    # It is needed no more.
    assert letter.address == ""


def test_from_a_template_in_both_forms(register, mailoutbox, settings, tmp_path):
    for form, body in (("txt", "{{ name }}"), ("html", "<p>{{ name }}</p>")):
        frame = "{%% extends 'mail/base.%s' %%}{%% block message %%}%s{%% endblock %%}"
        (tmp_path / f"news.{form}").write_text(frame % (form, body), encoding="utf-8")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]
    register("news", lambda facts, person: api.Draft("<News>", "news", {"name": "<b> & co"}))
    deliver(people.officer(preferred_language="ar"))
    (message,) = mailoutbox
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    assert '<html lang="ar" dir="rtl">' in html
    assert "<title>&lt;News&gt;</title>" in html
    assert "<p>&lt;b&gt; &amp; co</p>" in html
    assert message.body == "<b> & co\n\nCLiKC!\nhttp://localhost:8000/ar/\n"
    assert html.count("http://localhost:8000/ar/") == 1


def test_its_headers_say_that_nobody_wrote_it(register, mailoutbox):
    register("news", lambda facts, person: api.Draft("x", text="x"))
    deliver(people.officer())
    headers = mailoutbox[0].message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"].endswith("@localhost>")
    assert "news" not in headers["Message-ID"]


@pytest.mark.parametrize(
    ("subject", "clean"),
    [
        ("Hello\r\nBcc: all@customs.example", "Hello Bcc: all@customs.example"),
        ("Hello\u2028Bcc:\u0085x\x00\x0by", "Hello Bcc: x y"),
        ("\u202eolleH\u202c \ud800", "olleH"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("  የጉምሩክ   ማረጋገጫ ", "የጉምሩክ ማረጋገጫ"),
    ],
)
def test_a_subject_is_one_line_without_anything_hidden(register, mailoutbox, subject, clean):
    register("news", lambda facts, person: api.Draft(subject, text="x"))
    deliver(people.officer())
    (message,) = mailoutbox
    assert message.subject == clean
    assert message.message()["Bcc"] is None


def test_a_header_of_two_lines_goes_nowhere(register, mailoutbox):
    register("news", lambda facts, person: api.Draft("x", text="x", reply_to="a@b.example\nBcc: c@d.example"))
    letter = deliver(people.officer())
    assert (letter.outcome, letter.fault) == ("failed", "unsendable")
    assert mailoutbox == []


class TestDropped:
    def test_nobody_whose_account_is_closed(self, register, mailoutbox):
        register("news", lambda facts, person: pytest.fail("asked for somebody who is not to be told"))
        letter = deliver(people.officer(is_active=False))
        assert (letter.outcome, letter.fault, mailoutbox) == ("dropped", "inactive", [])

    def test_nobody_without_an_address(self, register, mailoutbox):
        register("news", lambda facts, person: pytest.fail("asked for somebody who cannot be told"))
        reader = people.officer()
        type(reader).objects.filter(pk=reader.pk).update(email="")
        letter = deliver(reader)
        assert (letter.outcome, letter.fault, mailoutbox) == ("dropped", "no_address", [])

    def test_nothing_that_is_not_true_any_more(self, register, mailoutbox):
        register("news", lambda facts, person: None)
        letter = deliver(address="new@customs.example")
        assert (letter.outcome, letter.fault, letter.address) == ("dropped", "nothing_to_say", "")
        assert mailoutbox == []


def test_it_goes_where_the_person_reads_now(register, mailoutbox):
    register("news", lambda facts, person: api.Draft("x", text="x"))
    reader = people.officer()
    letter = api.post(key="news:1", kind="news", facts={}, person=reader)
    type(reader).objects.filter(pk=reader.pk).update(email="moved@customs.example")
    api.deliver_due()
    letter.refresh_from_db()
    assert letter.outcome == "sent"
    assert mailoutbox[0].to == ["moved@customs.example"]


def test_what_is_read_before_it_is_posted_is_plain_text():
    """A page that shows it escapes it, though a template wrote it."""
    draft = api.Draft("Hello", "certificates/mail/awarded", {"title": "<b>", "title_language": "en"})
    subject, text = api.as_read(draft, "en")
    assert subject == "Hello"
    assert "<b>" in text
    assert type(text) is str
