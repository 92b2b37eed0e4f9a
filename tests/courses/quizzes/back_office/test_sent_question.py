"""What an author need not write is made for her, and what no reader could see or tell apart is refused."""

import pytest
from django.urls import reverse

from courses.quizzes import forms
from courses.quizzes.exchange.plain import LONGEST
from courses.quizzes.models import Choice, Question

from .test_question_form import as_shown, sent

pytestmark = pytest.mark.django_db


def blank_form(client, **facts):
    """The form of a new question as a browser would send it."""
    form = client.get(reverse("question:add")).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        data[bound.html_name] = "" if value is None or value is False else "on" if value is True else value
    del data["subjects"]
    data |= {"choices-TOTAL_FORMS": 0, "choices-INITIAL_FORMS": 0}
    data |= {"choices-MIN_NUM_FORMS": 0, "choices-MAX_NUM_FORMS": 1000}
    return data | facts


def add(client, **facts):
    return client.post(reverse("question:add"), blank_form(client, **facts), follow=True)


def choices(*rows):
    """Choices as they are sent, each without a code."""
    data = {"choices-TOTAL_FORMS": len(rows)}
    for number, (text, is_right) in enumerate(rows):
        data |= {f"choices-{number}-text_en": text, f"choices-{number}-ORDER": number + 1}
        data |= {f"choices-{number}-is_right": "on"} if is_right else {}
    return data


def codes_of(question):
    return list(question.choices.values_list("code", flat=True))


class TestCodes:
    def test_are_made_of_the_words(self, client, boss, made):
        facts = {"bank": made.bank.pk, "kind": "single", "text_en": "Which colour?"}
        for _n in range(2):
            response = add(
                client, **facts, **choices(("Red!", True), ("Blue", False), ("Red?", False), ("…", 0))
            )
            assert response.redirect_chain, response.context["form"].errors
        first, second = Question.objects.filter(text_en="Which colour?").order_by("code")
        assert (first.code, second.code) == ("which-colour", "which-colour-2")
        assert codes_of(first) == ["red", "blue", "red-2", "4"]

    def test_stay_as_they_were_written(self, client, boss, made):
        question = made.questions[0]
        before = codes_of(question)
        sent(client, question)
        assert codes_of(question) == before

    def test_are_not_needed_for_pairs(self, client, boss, made):
        facts = {"bank": made.bank.pk, "kind": "matching", "text_en": "Match"}
        rows = choices(("Green lane", 0), ("Red lane", 0), ("Let go", 0), ("Look at", 0))
        response = add(client, **facts, **rows, pairs="Green  lane = Let go\n2 = 4")
        assert response.redirect_chain, response.context["form"].errors
        assert Question.objects.get(text_en="Match").definition == {
            "pairs": {"green-lane": "let-go", "red-lane": "look-at"}
        }

    @pytest.mark.parametrize(
        "rubbish",
        [
            {"bank": "9" * 50},
            {"bank": "x"},
            {"choices-TOTAL_FORMS": "9" * 30},
            {"choices-TOTAL_FORMS": "x"},
            {"text_en": ""},
        ],
    )
    def test_are_not_made_of_rubbish(self, client, boss, made, rubbish):
        facts = {"bank": made.bank.pk, "kind": "single", "text_en": "Which?"}
        response = add(client, **facts | choices(("Red", True), ("Blue", False)) | rubbish)
        assert response.status_code == 200
        assert not Question.objects.filter(text_en="Which?").exists()


class TestTrueOrFalse:
    @pytest.mark.parametrize("right", ["true", "false"])
    def test_is_one_choice_of_the_author(self, client, boss, made, right):
        facts = {"bank": made.bank.pk, "kind": "truefalse", "text_en": "It is so."}
        response = add(client, **facts, is_true=right, **choices(("Nonsense", True)))
        assert response.redirect_chain, response.context["form"].errors
        question = Question.objects.get(text_en="It is so.")
        assert dict(question.choices.values_list("code", "is_right")) == {
            "true": right == "true",
            "false": right == "false",
        }
        assert codes_of(question) == ["true", "false"]

    def test_must_be_said(self, client, boss, made):
        facts = {"bank": made.bank.pk, "kind": "truefalse", "text_en": "It is so."}
        errors = add(client, **facts).context["form"].errors
        assert errors["is_true"] == [str(forms.FAULTS["true_or_false"])]

    def test_is_loaded_and_changed(self, client, boss, made):
        question = Question.objects.create(bank=made.bank, kind="truefalse", code="so", text_en="So.")
        for place, code in enumerate(("true", "false")):
            Choice.objects.create(question=question, code=code, is_right=code == "true", position=place)
        before = dict(question.choices.values_list("code", "id"))
        (right,) = question.choices.filter(is_right=True)
        assert as_shown(client, question)["is_true"] == right.code
        other = {"true": "false", "false": "true"}[right.code]
        sent(client, question, is_true=other)
        kept = Choice.objects.filter(question=question)
        assert kept.get(is_right=True).code == other
        assert dict(kept.values_list("code", "id")) == before

    def test_another_kind_may_become_it(self, client, boss, made):
        question = made.questions[0]
        response = sent(client, question, kind="truefalse", is_true="false")
        assert response.redirect_chain, response.context["form"].errors
        assert codes_of(Question.objects.get(pk=question.pk)) == ["true", "false"]


class TestRefused:
    @pytest.mark.parametrize("sign", ["\u202e", "\u202d", "\x07", "\u2062", "\U000e0041"])
    @pytest.mark.parametrize("field", ["text_en", "explanation_en", "choices-0-text_en"])
    def test_signs_that_nobody_sees(self, client, boss, made, field, sign):
        question = made.questions[0]
        form = sent(client, question, **{field: f"a{sign}b"}).context["form"]
        said = form.errors.get(field) or form.non_field_errors()
        assert str(forms.FAULTS["bad_character"]) in said

    def test_not_joiners_and_marks_of_direction(self, client, boss, made):
        question = made.questions[0]
        words = "می\u200cشود \u200f(1)\u200e \u2068x\u2069"
        sent(client, question, text_en=words)
        assert Question.objects.get(pk=question.pk).text_en == words

    @pytest.mark.parametrize("field", ["text_en", "explanation_fr"])
    def test_texts_that_nobody_wrote(self, client, boss, made, field):
        question = made.questions[0]
        errors = sent(client, question, **{field: "x" * (LONGEST + 1)}).context["form"].errors
        assert errors[field] == [str(forms.FAULTS["text_too_long"])]
        assert sent(client, question, **{field: "x" * LONGEST}).redirect_chain

    def test_choices_that_say_the_same(self, client, boss, made):
        facts = {"bank": made.bank.pk, "kind": "single", "text_en": "Which?"}
        form = add(client, **facts, **choices(("Red", True), (" Red ", False))).context["form"]
        assert str(forms.FAULTS["choices_alike"]) in form.non_field_errors()
