"""While an attempt is open, no response holds a key, an explanation, a fraction or anything that tells.

Every kind of question, every mode, every address a learner can reach; the one exception is a practice
question whose feedback she asked for.
"""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.quizzes.api import best_answers
from courses.quizzes.models import Choice, Question
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Marker
from tests.factories import people
from tests.factories.assessment import make_sitting, right_answers
from tests.factories.courses import make_course, make_question
from tests.factories.questions import KINDS, make_question_of

pytestmark = pytest.mark.django_db

ALL_KINDS = ("single", "multiple", "truefalse", *KINDS, "essay", "hotspot")
MODES = [
    {"mode": "test"},
    {"mode": "practice"},
    {"mode": "exam"},
    {"mode": "test", "is_sequential": True},
    {"mode": "practice", "is_sequential": True},
    {"mode": "exam", "is_sequential": True},
]
# Names a key could leave under, and what the factories wrote into keys, explanations and definitions.
# The number stands alone: the microseconds of a clock hold any five digits sooner or later.
FORBIDDEN = re.compile(
    r"is_right|is-right|fraction|explanation|solution|tolerance|definition|accepted|choice--|badge--(good|bad|warn)|"
    r"--right|--wrong|EXPLAINED|Because it is so|Compare, then release|"
    r"(?<!\d)73129(?!\d)|zebrafish|danio|Mainlev|axolotl|quokka|conformit|الإفراج|امتثال",
    re.I,
)


def ask_every_kind(facts) -> object:
    """A first attempt, handed in, and a second that is open; both ask every kind."""
    made = make_course(languages=("en", "fr", "ar"), questions=0)
    for number, kind in enumerate(ALL_KINDS):
        if number < 3:
            make_question(made.bank, kind=kind, position=number, explanation_en="EXPLAINED")
        else:
            make_question_of(kind, made.bank, position=number)
    sitting = make_sitting(made=made, review_policy="explanations", time_limit=30, **facts)
    sitting.first = api.submit_attempt(attempt_id=sitting.attempt.pk)
    sitting.attempt = api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz)
    assert {item["kind"] for item in sitting.attempt.paper} == set(ALL_KINDS)
    return sitting


@pytest.fixture(params=MODES, ids=lambda facts: "-".join(map(str, facts.values())))
def sitting(client, request):
    sitting = ask_every_kind(request.param)
    people.sign_in(client, sitting.learner)
    return sitting


def pages(client, sitting):
    """Every page a learner can look at while the attempt is open, by name."""
    code, pk = sitting.made.course.code, sitting.attempt.pk
    start = reverse("attempt_start", args=[sitting.quiz.activity_id])
    addresses = {
        "quiz page": f"/en/courses/{code}/final-test/",
        "course page": f"/en/courses/{code}/",
        "desk": reverse("desk"),
        "start": start,
        "first result": reverse("attempt_result", args=[sitting.first.pk]),
        "search": "/en/courses/?q=Question",
        "feed": "/en/courses/feed/",
        "site map": "/sitemap.xml",
    } | {name: reverse(name, args=[pk]) for name in ("attempt", "attempt_hand_in", "attempt_result")}
    for name, address in addresses.items():
        for language in ("en", "fr", "ar"):
            yield f"{name} {language}", client.get(address.replace("/en/", f"/{language}/"), follow=True)
    yield "start again", client.post(start, follow=True)


def saves(client, sitting):
    """Every way to send an answer, right, late, made up or empty: what comes back."""
    url = reverse("attempt_answers", args=[sitting.attempt.pk])
    for item in sitting.attempt.paper:
        question = item["question"]
        for number, sent in enumerate((best_answers([item])[question], ["nobody"], [], None)):
            body = {"question": question, "answer": sent, "sequence": 5 - number}
            yield (
                f"{item['kind']} {number}",
                client.post(url, json.dumps(body), content_type="application/json"),
                # What was given, now or before, comes back to who gave it.
                [text.rpartition("=")[2] for text in best_answers([item])[question]],
            )
    yield "unknown", client.post(url, json.dumps({"question": "x"}), content_type="application/json"), []


def forms(client, sitting):
    address = reverse("attempt", args=[sitting.attempt.pk])
    place = {"place": str(Attempt.objects.get(pk=sitting.attempt.pk).place)}
    question = sitting.attempt.paper[0]["question"]
    yield "form", client.post(address, place | {f"answer-{question}": "x"}, follow=True)
    for way in ("later", "stay", "hand-in"):
        yield way, client.post(address, place | {"next": way}, follow=True)
    yield "check of nothing", client.post(address, place | {"check": "nobody"}, follow=True)


def scan(name, response, own=()):
    assert response.status_code < 500, name
    text = response.content.decode()
    for given in own:
        text = text.replace(given, "")
    found = FORBIDDEN.search(text)
    assert not found, (name, found, text[max(0, found.start() - 200) : found.end() + 50])
    assert not any(FORBIDDEN.search(str(header)) for header in response.headers.items()), name


def test_no_page_tells_what_is_right(client, sitting):
    for name, response in pages(client, sitting):
        scan(name, response)


def test_no_reply_tells_what_is_right(client, sitting):
    for name, response, given in saves(client, sitting):
        scan(name, response, given)
    right = best_answers(sitting.attempt.paper).values()
    typed = ["zebrafish", *(text.rpartition("=")[2] for texts in right for text in texts)]
    for name, response in forms(client, sitting):
        scan(name, response, typed)


def test_a_check_tells_of_its_question_alone(client):
    """Each kind in its turn: after it was checked, its feedback is on the page, and nothing else is."""
    sitting = ask_every_kind({"mode": "practice"})
    people.sign_in(client, sitting.learner)
    Marker.objects.create(course=sitting.made.course, tutor=people.tutor(), named_at=timezone.now())
    address = reverse("attempt", args=[sitting.attempt.pk])
    for item in sitting.attempt.paper:
        question = item["question"]
        reply = client.post(address, {"check": question})
        scan("the reply itself", reply)
        page = BeautifulSoup(client.get(reply.url).content, "html.parser")
        for checked in page.select(".question--reviewed"):
            checked.decompose()
        assert not page.select(f'[data-question="{question}"]')
        found = FORBIDDEN.search(str(page))
        assert not found, (item["kind"], found)


@pytest.mark.parametrize("mode", ["test", "exam"])
def test_only_practice_can_be_checked(client, mode):
    sitting = ask_every_kind({"mode": mode})
    people.sign_in(client, sitting.learner)
    address = reverse("attempt", args=[sitting.attempt.pk])
    for item in sitting.attempt.paper:
        reply = client.post(address, {"check": item["question"]})
        assert reply.status_code == 400
        scan(item["kind"], reply)
    scan("the paper", client.get(address))


def test_a_sequential_paper_shows_no_question_but_its_own(client):
    sitting = ask_every_kind({"mode": "test", "is_sequential": True})
    people.sign_in(client, sitting.learner)
    shown = client.get(reverse("attempt", args=[sitting.attempt.pk])).content.decode()
    there = {item["question"] for item in sitting.attempt.paper if item["question"] in shown}
    assert there == {sitting.attempt.paper[0]["question"]}


def test_right_and_wrong_choices_look_alike(client):
    """Apart from its id and words, the markup of a choice is the same whether it is right or not."""
    sitting = make_sitting()
    people.sign_in(client, sitting.learner)
    page = client.get(reverse("attempt", args=[sitting.attempt.pk])).content.decode()
    shapes = set()
    for choice in Choice.objects.exclude(question__kind="truefalse"):
        label = re.search(rf'<label class="choice">\s*<input[^>]*{choice.pk}[^<]*>', page).group()
        kind = choice.question.kind
        shapes.add((kind, re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", label)))
    assert len(shapes) == len({kind for kind, _shape in shapes})


def test_an_earlier_attempt_is_withheld_until_the_open_one_is_over(client):
    sitting = make_sitting(review_policy="explanations", attempts_allowed=5, is_started=False)
    Question.objects.update(explanation_en="EXPLAINED")
    first = api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz)
    api.save_answers(attempt_id=first.pk, answers=dict(list(right_answers(first).items())[:1]))
    api.submit_attempt(attempt_id=first.pk)
    second = api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz)
    people.sign_in(client, sitting.learner)
    url = reverse("attempt_result", args=[first.pk])
    withheld = client.get(url).content.decode()
    assert "shown again when you have handed in" in withheld
    assert "EXPLAINED" not in withheld
    api.submit_attempt(attempt_id=second.pk)
    assert "EXPLAINED" in client.get(url).content.decode()
