"""The form of a question asks for what its kind needs, in plain text, and says what is wrong with it."""

import pytest
from django.test import override_settings
from django.urls import reverse

from courses.quizzes import definitions
from courses.quizzes.models import Question
from tests.factories import people
from tests.factories.courses import make_course
from tests.factories.questions import DEFINITIONS, KINDS, make_question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make_course(languages=("en", "fr"), questions=0)


@pytest.fixture
def boss(client):
    person = people.make_person(is_superuser=True, is_staff=True)
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        yield people.sign_in(client, person)


def sent(client, question, **changes):
    """The edit form as the browser would send it back, with changes."""
    url = reverse("question:edit", args=[question.pk])
    form = client.get(url).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        data[bound.html_name] = "" if value is None or value is False else "on" if value is True else value
    formset = form.formsets["choices"]
    prefix = formset.prefix
    data |= {f"{prefix}-TOTAL_FORMS": len(formset.forms), f"{prefix}-INITIAL_FORMS": len(formset.forms)}
    data |= {f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000}
    for number, choice in enumerate(question.choices.all()):
        row = {"id": choice.pk, "code": choice.code, "text_en": choice.text_en, "ORDER": number + 1}
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    for gone in [name for name, value in changes.items() if value is None]:
        data.pop(gone)
    return client.post(url, data | changes)


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_gives_back_what_it_shows(client, boss, made, kind):
    question = make_question_of(kind, made.bank)
    response = sent(client, question)
    assert response.status_code == 302, response.context["form"].errors
    assert Question.objects.get(pk=question.pk).definition == DEFINITIONS[kind]


@pytest.mark.parametrize(
    ("kind", "changes", "definition"),
    [
        ("ordering", {"partial": "on"}, {"partial": True}),
        ("matching", {"pairs": " green=examine \n\nred = release"},
         {"pairs": {"green": "examine", "red": "release"}}),
        ("numerical", {"value": "٣٫٥", "tolerance": "", "unit": ""}, {"value": "3.5"}),
        ("short", {"accepted_en": "one\n two \none", "accepted_fr": "", "accepted_ar": ""},
         {"accepted": {"en": ["one", "two"]}}),
        ("blanks", {"accepted_en": "1 = a\n1 = b\n2 = c", "accepted_fr": "", "accepted_ar": ""},
         {"gaps": {"1": {"en": ["a", "b"]}, "2": {"en": ["c"]}}}),
    ],
)  # fmt: skip
def test_what_is_written_is_kept(client, boss, made, kind, changes, definition):
    question = make_question_of(kind, made.bank)
    response = sent(client, question, **changes)
    assert response.status_code == 302, response.context["form"].errors
    assert Question.objects.get(pk=question.pk).definition == definition


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("matching", {"pairs": "green"}, "Write one pair a line"),
        ("matching", {"pairs": "green = release"}, "at least two pairs"),
        ("matching", {"pairs": "green = release\nred = nobody"}, "a code that no choice has"),
        ("matching", {"pairs": "green = red\nred = release"}, "not on both"),
        ("numerical", {"value": ""}, "Give the number that is right"),
        ("numerical", {"value": "about 3"}, "read in one way only"),
        ("numerical", {"value": "1,234"}, "read in one way only"),
        ("numerical", {"tolerance": "-1"}, "0 or more"),
        ("short", {"accepted_en": "", "accepted_fr": "", "accepted_ar": ""}, "at least one accepted text"),
        ("short", {"accepted_en": ""}, "The source language needs its accepted texts"),
        ("short", {"accepted_en": "x" * 300}, "A line is too long"),
        ("blanks", {"accepted_en": "axolotl"}, "with the number of its gap before it"),
        ("blanks", {"text_en": "No gap at all"}, "each gap exactly once"),
        ("blanks", {"text_fr": "{1} {1} {2}"}, "each gap exactly once"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, boss, made, kind, changes, said):
    question = make_question_of(kind, made.bank)
    response = sent(client, question, **changes)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert Question.objects.get(pk=question.pk).definition == DEFINITIONS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a_definition_written_and_read_is_the_same(kind):
    fields = definitions.written(kind, DEFINITIONS[kind])
    assert definitions.read(kind, fields, ("en", "fr", "ar")) == DEFINITIONS[kind]
