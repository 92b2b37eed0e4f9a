"""While an attempt is open, no response holds a key, an explanation or a fraction."""

import json
import re

import pytest
from django.urls import reverse

from courses.quizzes.models import Choice, Question
from enrolment.assessment import api
from tests.factories import people
from tests.factories.assessment import make_sitting, right_answers, sit

pytestmark = pytest.mark.django_db

FORBIDDEN = re.compile(r"is_right|fraction|explanation|solution|choice--|badge--|EXPLAINED")


@pytest.fixture
def sitting(client):
    """A second attempt is open; the first, at the same questions, was handed in."""
    sitting = make_sitting(review_policy="explanations", attempts_allowed=5)
    Question.objects.update(explanation_en="EXPLAINED", explanation_fr="EXPLAINED")
    sitting.first = sit(sitting.attempt, right=1)
    sitting.attempt = api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz)
    people.sign_in(client, sitting.learner)
    return sitting


def responses(client, sitting):
    """Every response a learner can provoke while the attempt is open, by name."""
    attempt, answers = sitting.attempt, right_answers(sitting.attempt)
    yield "quiz page", client.get(f"/en/courses/{sitting.made.course.code}/final-test/")
    yield "start", client.post(reverse("attempt_start", args=[sitting.quiz.activity_id]), follow=True)
    for name in ("attempt", "attempt_hand_in", "attempt_result"):
        for language in ("en", "fr", "ar"):
            url = reverse(name, args=[attempt.pk]).replace("/en/", f"/{language}/")
            yield f"{name} {language}", client.get(url, follow=True)
    yield "the first result", client.get(reverse("attempt_result", args=[sitting.first.pk]))
    for question, answer in answers.items():
        for number, body in enumerate(
            (
                {"question": question, "answer": answer, "sequence": 1},
                {"question": question, "answer": answer, "sequence": 0},
                {"question": question, "answer": ["nobody"], "sequence": 2},
                {"question": "nobody", "answer": answer, "sequence": 2},
            )
        ):
            yield (
                f"answer {number}",
                client.post(
                    reverse("attempt_answers", args=[attempt.pk]),
                    json.dumps(body),
                    content_type="application/json",
                ),
            )
    form = {f"answer-{question}": answer for question, answer in answers.items()}
    yield "form", client.post(reverse("attempt", args=[attempt.pk]), form, follow=True)
    yield "odd form", client.post(reverse("attempt", args=[attempt.pk]), {f"answer-{question}": "x"})


def test_no_response_tells_what_is_right(client, sitting):
    for name, response in responses(client, sitting):
        assert response.status_code < 500, name
        found = FORBIDDEN.search(response.content.decode())
        assert not found, (name, found)
        assert not any(FORBIDDEN.search(str(header)) for header in response.headers.items()), name


def test_right_and_wrong_choices_look_alike(client, sitting):
    """Apart from its id and words, the markup of a choice is the same whether it is right or not."""
    page = client.get(reverse("attempt", args=[sitting.attempt.pk])).content.decode()
    shapes = set()
    for choice in Choice.objects.exclude(question__kind="truefalse"):
        label = re.search(rf'<label class="choice">\s*<input[^>]*{choice.pk}[^<]*>', page).group()
        kind = choice.question.kind
        shapes.add((kind, re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", label)))
    assert len(shapes) == len({kind for kind, _shape in shapes})


def test_after_handing_in_the_answers_are_shown_again(client, sitting):
    url = reverse("attempt_result", args=[sitting.first.pk])
    assert "shown again when you have handed in" in client.get(url).content.decode()
    api.submit_attempt(attempt_id=sitting.attempt.pk)
    assert "EXPLAINED" in client.get(url).content.decode()
