"""An exam: that it is handed in is known, and nothing else, wherever one looks, until its release."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enrolment.assessment import api
from enrolment.assessment.models import Response
from enrolment.completion.api import whats_missing
from enrolment.progress.models import ActivityProgress
from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.desk import make_marker
from tests.factories.questions import make_sitting_of

pytestmark = pytest.mark.django_db

TELLS = re.compile(
    r"100 ?%|75 ?%|25 ?%|Passed|passed this|Not passed|points|badge--(good|bad|warn)|Right answer|"
    r"Because it is|best so far|result so far|Read these lessons|You gained"
)


@pytest.fixture(params=[4, 1])
def sitting(client, request):
    """Handed in: once with everything right, once with nearly nothing."""
    sitting = make_sitting(mode="exam", attempts_allowed=2, review_policy="explanations")
    sit(sitting.attempt, right=request.param)
    sitting.right = request.param
    people.sign_in(client, sitting.learner)
    return sitting


def addresses(sitting):
    code = sitting.made.course.code
    return {
        "result": reverse("attempt_result", args=[sitting.attempt.pk]),
        "quiz": f"/en/courses/{code}/final-test/",
        "course": f"/en/courses/{code}/",
        "desk": reverse("desk"),
    }


def text_of(client, address) -> str:
    """What is on the page itself, markup and all, but for the terms everybody reads before."""
    page = BeautifulSoup(client.get(address).content, "html.parser").select_one("main")
    for part in page.select('section[aria-labelledby="expect"]'):
        part.decompose()
    return str(page)


@pytest.mark.parametrize("place", ["result", "quiz", "course", "desk"])
def test_nothing_is_known_before_the_release(client, sitting, place):
    found = TELLS.search(text_of(client, addresses(sitting)[place]))
    assert not found, (place, found)


def test_it_looks_the_same_whatever_the_score(client):
    pages = []
    for right in (0, 4):
        sitting = make_sitting(mode="exam", attempts_allowed=1)
        sit(sitting.attempt, right=right)
        people.sign_in(client, sitting.learner)
        text = text_of(client, addresses(sitting)["result"])
        for own in (sitting.made.course.code, str(sitting.quiz.activity_id)):
            text = text.replace(own, "")
        pages.append(re.sub(r'csrfmiddlewaretoken" value="\w+"|\d\d:\d\d', "", text))
    assert pages[0] == pages[1]


def test_the_result_says_that_it_is_handed_in_and_not_released(client, sitting):
    text = text_of(client, addresses(sitting)["result"])
    assert "Handed in" in text
    assert "not released yet" in text


def test_nothing_follows_before_the_release(client, sitting):
    assert not ActivityProgress.objects.filter(completed_at__isnull=False).exists()
    requirement = whats_missing(enrolment=sitting.enrolment).requirements[-1]
    assert (requirement.percent, requirement.is_met) == (0, False)
    standing = api.standing_of(enrolment=sitting.enrolment, quiz=sitting.quiz)
    assert (standing.has_passed, standing.result) == (False, None)


def test_with_the_release_everything_is_known(client, sitting):
    api.release_results(quiz_id=sitting.quiz.pk, by=people.manager())
    text = text_of(client, addresses(sitting)["result"])
    assert ("Passed" if sitting.right == 4 else "Not passed yet") in text
    assert "Because it is so." in text
    assert ("100%" if sitting.right == 4 else "25%") in text_of(client, addresses(sitting)["quiz"])
    assert ActivityProgress.objects.filter(completed_at__isnull=False).exists() is (sitting.right == 4)


@pytest.mark.parametrize(
    ("counts", "warning"),
    [
        ("best", None),
        ("first", None),
        ("last", "a new one takes the place of the one you handed in"),
        ("average", "a new one changes your result"),
    ],
)
@pytest.mark.parametrize("allowed", [0, 2])
def test_a_new_attempt_is_no_main_button_and_warns_where_it_may_spoil(client, counts, warning, allowed):
    sitting = make_sitting(mode="exam", attempts_allowed=allowed, counts=counts)
    sit(sitting.attempt)
    people.sign_in(client, sitting.learner)
    page = BeautifulSoup(client.get(addresses(sitting)["result"]).content, "html.parser").select_one("main")
    start = next(
        item for item in page.select(".button") if item.get_text(strip=True) == "Start a new attempt"
    )
    assert "button--quiet" in start["class"]
    warned = [item.get_text() for item in page.select('section[aria-labelledby="next"] .notice--warn')]
    assert [warning in words for words in warned] == ([True] if warning else [])


def test_the_desk_says_that_the_result_is_awaited(client, sitting):
    assert "handed in, the result is awaited" in text_of(client, addresses(sitting)["desk"])
    api.release_results(quiz_id=sitting.quiz.pk, by=people.manager())
    assert "is awaited" not in text_of(client, addresses(sitting)["desk"])


# --- answers that wait for a person


@pytest.fixture
def waiting(client):
    """A number that is right, and an essay that nobody has marked."""
    sitting = make_sitting_of("numerical", "essay", review_policy="explanations", attempts_allowed=2)
    number, essay = (item["question"] for item in sitting.attempt.paper)
    answers = {number: ["73129.5"], essay: ["I would look at it."]}
    api.save_answers(attempt_id=sitting.attempt.pk, answers=answers)
    sitting.attempt = api.submit_attempt(attempt_id=sitting.attempt.pk)
    sitting.essay = essay
    people.sign_in(client, sitting.learner)
    return sitting


def test_points_so_far_and_neither_passed_nor_failed(client, waiting):
    page = BeautifulSoup(client.get(addresses(waiting)["result"]).content, "html.parser")
    text = page.get_text(" ", strip=True)
    assert "1 of 2 points so far; 1 answer waits to be marked" in text
    assert "Handed in, not all marked yet" in text
    assert "Passed" not in text
    assert "Not passed" not in text
    question = page.select_one("#question-2").get_text(" ", strip=True)
    assert "Waiting to be marked" in question
    assert "Not right" not in question
    assert "Waiting to be marked" in client.get(addresses(waiting)["quiz"]).content.decode()


def test_the_mark_and_the_comment_of_the_tutor_are_shown(client, waiting):
    response = Response.objects.get(question=waiting.essay)
    comment = "Clear <b>and</b> short."
    api.mark_by_hand(response_id=response.pk, fraction=1, comment=comment, by=people.tutor())
    page = BeautifulSoup(client.get(addresses(waiting)["result"]).content, "html.parser")
    assert "Passed" in page.h1.get_text()
    question = page.select_one("#question-2").get_text(" ", strip=True)
    assert "Question 2 Right" in question
    assert f"Comment of the tutor {comment}" in question


def test_the_model_answer_is_withheld_until_the_answer_is_marked(client, waiting):
    """Another attempt may ask the same."""
    url = addresses(waiting)["result"]
    page = client.get(url).content.decode()
    assert "Start a new attempt" in page
    assert "Compare, then release." not in page
    assert page.count("Because it is so.") == 1
    assert "The model answer is shown when your answer has been marked." in page
    response = Response.objects.get(question=waiting.essay)
    api.mark_by_hand(response_id=response.pk, fraction=0, comment="", by=people.tutor())
    page = client.get(url).content.decode()
    assert "Compare, then release." in page
    assert page.count("Because it is so.") == 2


def test_a_tutor_is_promised_only_where_one_is_named(client, waiting):
    tutor = re.compile("a tutor", re.I)
    second = api.start_attempt(enrolment_id=waiting.enrolment.pk, quiz=waiting.quiz)
    pages = [addresses(waiting)["result"], reverse("attempt", args=[second.pk]), addresses(waiting)["quiz"]]
    texts = [text_of(client, address) for address in pages]
    assert "once somebody is named to mark in this course" in texts[0]
    assert "once somebody is named to mark in this course" in texts[1]
    assert not any(tutor.search(text) for text in texts)
    make_marker(waiting.made.course)
    assert "when a tutor has marked the answers that wait" in text_of(client, pages[0])
    assert "A tutor reads your answer and marks it." in text_of(client, pages[1])


def test_who_has_no_attempt_left_while_answers_wait_is_not_told_that_it_cannot_be_passed(client, waiting):
    api.submit_attempt(attempt_id=api.start_attempt(enrolment_id=waiting.enrolment.pk, quiz=waiting.quiz).pk)
    text = text_of(client, addresses(waiting)["quiz"])
    assert "The result is known once your answers are marked." in text
    assert "cannot be passed" not in text
