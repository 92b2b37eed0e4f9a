"""The form of a question: fields of every kind, faults beside them, and what a changed key means."""

import pytest
from django.db import transaction
from django.urls import reverse

from courses.quizzes import api, definitions, forms
from courses.quizzes.models import Question
from tests.factories.assessment import make_sitting
from tests.factories.catalogue import make_image
from tests.factories.questions import DEFINITIONS, make_question_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def as_shown(client, question):
    """The edit form as a browser would send it back."""
    form = client.get(reverse("question:edit", args=[question.pk])).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        data[bound.html_name] = "" if value is None or value is False else "on" if value is True else value
    choices = list(question.choices.all())
    data |= {"choices-TOTAL_FORMS": len(choices), "choices-INITIAL_FORMS": len(choices)}
    data |= {"choices-MIN_NUM_FORMS": 0, "choices-MAX_NUM_FORMS": 1000}
    for number, choice in enumerate(choices):
        row = {"id": choice.pk, "code": choice.code, "text_en": choice.text_en or "", "ORDER": number + 1}
        row |= {"is_right": "on"} if choice.is_right else {}
        data |= {f"choices-{number}-{name}": value for name, value in row.items()}
    return data


def sent(client, question, **changes):
    return posted(client, question, as_shown(client, question) | changes)


def posted(client, question, data):
    return client.post(reverse("question:edit", args=[question.pk]), data, follow=True)


def said(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("kind", ["essay", "hotspot"])
def test_the_form_gives_back_what_it_shows(client, boss, made, kind):
    question = make_question_of(kind, made.bank, 9)
    response = sent(client, question)
    assert response.redirect_chain, response.context["form"].errors
    assert Question.objects.get(pk=question.pk).definition == DEFINITIONS[kind]


@pytest.mark.parametrize(
    ("kind", "changes", "definition"),
    [
        ("essay", {"least": "٥", "most": "", "model_en": "", "model_ar": " نموذج "},
         {"least": 5, "model": {"ar": "نموذج"}}),
        ("hotspot", {"areas": "door = poly 0 0 9 0 9 9\nplate=rect 1,1,2,2\ntank = circle 5 5 5",
                     "several": "on", "partial": "on"},
         {"areas": {"door": {"shape": "poly", "coords": [0, 0, 9, 0, 9, 9]},
                    "plate": {"shape": "rect", "coords": [1, 1, 2, 2]},
                    "tank": {"shape": "circle", "coords": [5, 5, 5]}},
          "several": True, "partial": True, "width": 640, "height": 480}),
    ],
)  # fmt: skip
def test_what_is_written_is_kept(client, boss, made, kind, changes, definition):
    question = make_question_of(kind, made.bank, 9)
    response = sent(client, question, **changes)
    assert response.redirect_chain, response.context["form"].errors
    assert Question.objects.get(pk=question.pk).definition == definition


WRONG = {
    "essay": [
        ({"least": "20", "most": "10"}, "most", "bad_words"),
        ({"least": "many"}, "least", "bad_words"),
        ({"most": "5001"}, "most", "bad_words"),
    ],
    "hotspot": [
        ({"areas": "door = rect 0 0 10 10"}, "areas", "area_missing"),
        ({"areas": "nobody = rect 0 0 10 10"}, "areas", "area_missing"),
        ({"areas": "door"}, "areas", "area_line"),
        ({"areas": "door = rect 0 0 0 0\nplate = rect 0 0 1 1\ntank = rect 0 0 1 1"}, "areas", "bad_shape"),
        ({"areas": "door = rect 0 0 641 1\nplate = rect 0 0 1 1\ntank = rect 0 0 1 1"}, "areas",
         "area_outside"),
        ({"picture": "", "picture_alt_en": ""}, "picture", "no_picture"),
        ({"picture_alt_en": ""}, "picture_alt_en", "no_alt"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_stands_beside_its_field(client, boss, made, kind):
    question = make_question_of(kind, made.bank, 9)
    shown = as_shown(client, question)
    for changes, field, fault in WRONG[kind]:
        errors = posted(client, question, shown | changes).context["form"].errors
        assert str(forms.FAULTS[fault]) in errors[field], changes
        assert Question.objects.get(pk=question.pk).definition == DEFINITIONS[kind], changes


def test_the_size_is_that_of_the_new_picture(client, boss, made):
    question = make_question_of("hotspot", made.bank, 9)
    question.definition = question.definition | {"width": 5, "height": 5}
    question.save()
    sent(client, question, width="7", height="7", picture=make_image().pk)
    saved = Question.objects.get(pk=question.pk)
    assert (saved.definition["width"], saved.definition["height"]) == (640, 480)


def test_every_fault_has_its_sentence():
    """Whatever a kind or a definition finds, an author can read."""
    known = set(forms.FAULTS)
    asked = {
        kind.fault(codes, codes[:right], definition)
        for kind in api.KINDS.values()
        for codes in ([], ["a"], ["a", "b"], ["true", "false"])
        for right in range(3)
        for definition in (
            {},
            *DEFINITIONS.values(),
            {"areas": {"a": 1, "b": 1}},
            {"least": -1},
            {"value": "x"},
        )
    }
    assert len(asked) > 8
    assert asked - {""} <= known
    assert set(forms.FIELDS) <= known


def test_a_changed_key_of_a_question_that_was_asked_is_warned_of(client, boss):
    question = make_sitting().made.questions[0]
    swapped = {"choices-0-is_right": "", "choices-1-is_right": "on"}
    assert "It was asked" not in said(sent(client, question, text_en="Another text?"))
    page = said(sent(client, question, **swapped))
    assert "What is right has changed. The question was asked 1 time" in page
    assert "re-grade" in page
    assert "Ask a programme manager" not in page
    assert f'href="{reverse("assessment_regrade", args=[question.pk])}"' in page


def test_who_may_not_re_grade_is_told_whom_to_ask(client, author):
    question = make_sitting().made.questions[0]
    page = said(sent(client, question, **{"choices-0-is_right": "", "choices-1-is_right": "on"}))
    assert f"Ask a programme manager to re-grade the question {question.code}" in page
    assert reverse("assessment_regrade", args=[question.pk]) not in page


def test_a_changed_key_that_nobody_was_asked_is_no_matter(client, boss, made):
    page = said(sent(client, made.questions[0], **{"choices-0-is_right": "", "choices-1-is_right": "on"}))
    assert "What is right has changed" not in page


def test_the_board_gets_its_picture(client, boss, made):
    image = make_image()
    answer = client.get(reverse("question:picture", args=[image.pk])).json()
    assert (answer["width"], answer["height"]) == (640, 480)
    assert answer["url"].endswith(".webp")
    assert client.get(reverse("question:picture", args=[10**9])).status_code == 404


RUBBISH = [
    {"areas": "x" * 30_000},
    {"areas": "a = rect " + "9" * 5_000 + " 1 1 1"},
    {"areas": "a = rect nan inf 1e9 -1"},
    {"areas": "\x00"},
    {"areas": "\u202e = rect 1 1 1 1"},
    {"picture": "nobody"},
    {"picture": "9" * 40},
    {"kind": "riddle"},
    {"code": "x" * 10_000},
    {"text_en": "\x00"},
    {"least": "²"},
    {"most": "9" * 5_000},
    {"model_en": "\ufeff" * 200_000},
    {"source": "javascript:alert(1)"},
    {"choices-0-id": "nobody"},
    {"choices-TOTAL_FORMS": "1e30"},
    {"choices-0-code": "a b"},
    {"bank": "1e30"},
    {"taught_in": "nobody"},
    {"tags": "x" * 5_000},
    {"status": "abolished"},
]


@pytest.mark.parametrize("kind", ["essay", "hotspot"])
def test_rubbish_is_refused_and_no_failure(client, boss, made, kind):
    question = make_question_of(kind, made.bank, 9)
    shown = as_shown(client, question)
    for changes in RUBBISH:
        # What is taken all the same is no concern of the next.
        with transaction.atomic():
            response = posted(client, question, shown | changes)
            assert response.status_code in {200, 400, 404}, changes
            assert Question.objects.get(pk=question.pk).kind == kind, changes
            transaction.set_rollback(True)


def test_what_the_form_shows_of_a_definition_is_what_it_reads():
    for kind, definition in DEFINITIONS.items():
        fields = definitions.written(kind, definition)
        assert set(fields) <= {*forms.QuestionForm.base_fields, "width", "height"}
