"""The pages of a test: who sees them, what they say, what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.quizzes.models import Question
from enrolment.admissions.api import join_course, leave_course
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Response
from tests.factories import people
from tests.factories.assessment import make_sitting, right_answers, sit, wrong_answers
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db

PAGES = ["attempt", "attempt_hand_in", "attempt_result"]


@pytest.fixture
def sitting(client):
    sitting = make_sitting()
    people.sign_in(client, sitting.learner)
    return sitting


def start_url(quiz):
    return reverse("attempt_start", args=[quiz.activity_id])


def form_of(attempt, answers, shown=None):
    """What the paper's form sends when these answers are chosen on a page that showed ``shown``."""
    data = {}
    for item in attempt.paper:
        question = item["question"]
        data[f"shown-{question}"] = ",".join((shown or {}).get(question, []))
        if answers.get(question):
            data[f"answer-{question}"] = answers[question]
    return data


# --- starting


def test_starting_leads_to_the_paper(client):
    sitting = make_sitting(is_started=False)
    people.sign_in(client, sitting.learner)
    response = client.post(start_url(sitting.quiz))
    attempt = Attempt.objects.get()
    assert response.url == reverse("attempt", args=[attempt.pk])
    assert client.post(start_url(sitting.quiz)).url == response.url
    assert Attempt.objects.count() == 1


def test_looking_at_the_start_changes_nothing(client):
    sitting = make_sitting(is_started=False)
    people.sign_in(client, sitting.learner)
    response = client.get(start_url(sitting.quiz))
    assert response.status_code == 302
    assert response.url.endswith("/final-test/")
    assert not Attempt.objects.exists()


def test_a_stranger_to_the_course_is_told_to_join_first(client):
    made = make_course()
    people.sign_in(client, people.officer())
    response = client.post(start_url(made.quiz))
    assert response.status_code == 403
    assert "Join the course first" in response.content.decode()
    assert not Attempt.objects.exists()


def test_who_left_is_told_to_join_first(client):
    sitting = make_sitting(is_started=False)
    leave_course(enrolment=sitting.enrolment, by=sitting.learner)
    people.sign_in(client, sitting.learner)
    assert client.post(start_url(sitting.quiz)).status_code == 403


@pytest.mark.parametrize(
    ("right", "said"), [(4, "No further attempt is needed"), (0, "You have used all your attempts")]
)
def test_a_refusal_says_why_and_what_next(client, right, said):
    sitting = make_sitting(attempts_allowed=1)
    sit(sitting.attempt, right=right)
    people.sign_in(client, sitting.learner)
    response = client.post(start_url(sitting.quiz))
    text = response.content.decode()
    assert response.status_code == 403
    assert said in text
    assert sitting.made.course.code in text


def test_a_test_that_is_gone_is_not_found(client, sitting):
    activity = sitting.quiz.activity
    activity.is_archived = True
    activity.save()
    assert client.post(start_url(sitting.quiz)).status_code == 404


# --- who


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "who", ["officer", "coordinator", "tutor", "translator", "author", "manager", "admin"]
)
def test_another_persons_attempt_is_not_found_like_one_there_never_was(client, name, who):
    sitting = make_sitting()
    people.sign_in(client, getattr(people, who)())
    for method in ("get", "post") if name != "attempt_result" else ("get",):
        foreign = getattr(client, method)(reverse(name, args=[sitting.attempt.pk]))
        unknown = getattr(client, method)(reverse(name, args=[sitting.enrolment.pk]))
        assert foreign.status_code == unknown.status_code == 404
    sitting.attempt.refresh_from_db()
    assert sitting.attempt.is_open


def test_another_learner_of_the_course_cannot_save_into_it(client, sitting):
    other = people.officer()
    join_course(learner=other, course=sitting.made.course)
    people.sign_in(client, other)
    question, answer = next(iter(right_answers(sitting.attempt).items()))
    body = {"question": question, "answer": answer, "sequence": 1}
    response = client.post(
        reverse("attempt_answers", args=[sitting.attempt.pk]), body, content_type="application/json"
    )
    assert response.status_code == 404
    assert not Response.objects.exists()


@pytest.mark.parametrize("name", PAGES)
def test_nobody_signed_in_is_asked_to_sign_in(client, name):
    attempt = make_sitting().attempt
    response = client.get(reverse(name, args=[attempt.pk]))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_suspended_learner_sees_nothing(client, sitting):
    sitting.learner.is_active = False
    sitting.learner.save()
    assert client.get(reverse("attempt", args=[sitting.attempt.pk])).status_code == 302


def test_nothing_of_an_attempt_is_stored_by_anybody_between(client, sitting):
    for name in PAGES:
        response = client.get(reverse(name, args=[sitting.attempt.pk]))
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


# --- the paper


def test_the_paper_shows_every_question_and_what_was_chosen(client, sitting):
    question, answer = next(iter(right_answers(sitting.attempt).items()))
    api.save_answer(attempt_id=sitting.attempt.pk, question_id=question, answer=answer, sequence=9)
    text = client.get(reverse("attempt", args=[sitting.attempt.pk])).content.decode()
    assert text.count("<fieldset") == text.count("<legend") == 4
    assert text.count(" checked") == len(answer)
    assert 'data-sequence="9"' in text
    assert "1 of 4 answered" in text


def test_the_form_saves_what_was_chosen_and_goes_where_it_was_told(client, sitting):
    url = reverse("attempt", args=[sitting.attempt.pk])
    answers = right_answers(sitting.attempt)
    response = client.post(url, {**form_of(sitting.attempt, answers), "next": "later"})
    assert response.url.endswith("/final-test/")
    assert {str(item.question_id): sorted(item.answer) for item in Response.objects.all()} == {
        question: sorted(answer) for question, answer in answers.items()
    }
    response = client.post(url, {"next": "hand-in"})
    assert response.url == reverse("attempt_hand_in", args=[sitting.attempt.pk])


def test_a_second_tab_does_not_take_back_what_the_first_saved(client, sitting):
    url = reverse("attempt", args=[sitting.attempt.pk])
    best = right_answers(sitting.attempt)
    first, second, *_rest = best
    client.post(url, form_of(sitting.attempt, {first: best[first]}))
    client.post(url, form_of(sitting.attempt, {second: best[second]}))
    assert Response.objects.count() == 2
    assert Response.objects.get(question=first).answer == best[first]


def test_a_choice_can_be_taken_back_in_the_form(client, sitting):
    url = reverse("attempt", args=[sitting.attempt.pk])
    multiple = str(Question.objects.get(kind="multiple").pk)
    best = right_answers(sitting.attempt)
    client.post(url, form_of(sitting.attempt, {multiple: best[multiple]}))
    client.post(url, form_of(sitting.attempt, {}, shown={multiple: best[multiple]}))
    assert Response.objects.get().answer == []


@pytest.mark.parametrize(
    "answer", ["nobody", "\x00", "9" * 20, ["a", "b"], "x" * 100_000, "<script>alert(1)</script>"]
)
def test_a_form_that_was_made_up_is_refused(client, sitting, answer):
    question = sitting.attempt.paper[0]["question"]
    url = reverse("attempt", args=[sitting.attempt.pk])
    response = client.post(url, {f"answer-{question}": answer})
    assert response.status_code == 400
    assert not Response.objects.exists()


def test_the_form_after_handing_in_leads_to_the_result(client, sitting):
    sit(sitting.attempt)
    url = reverse("attempt", args=[sitting.attempt.pk])
    response = client.post(url, form_of(sitting.attempt, wrong_answers(sitting.attempt)))
    assert response.url == reverse("attempt_result", args=[sitting.attempt.pk])
    assert Attempt.objects.get().score == 4


def test_the_language_can_change_between_two_answers(client, sitting):
    attempt = sitting.attempt
    english = reverse("attempt", args=[attempt.pk])
    french = english.replace("/en/", "/fr/")
    best = right_answers(attempt)
    half = dict(list(best.items())[:2])
    assert "Question 1?" in client.get(english).content.decode()
    client.post(english, form_of(attempt, half))
    page = client.get(french).content.decode()
    assert "Question 1 ?" in page
    assert page.count(" checked") == sum(map(len, half.values()))
    client.post(french, form_of(attempt, best, shown=half))
    client.post(reverse("attempt_hand_in", args=[attempt.pk]))
    assert Attempt.objects.get().percent == 100


def test_what_is_not_translated_comes_in_its_own_language_and_direction(client, sitting):
    url = reverse("attempt", args=[sitting.attempt.pk]).replace("/en/", "/ar/")
    page = client.get(url).content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    assert '<span class="question__text" lang="en" dir="ltr">Question 1?</span>' in page


# --- handing in, and after


def test_handing_in_names_what_is_blank(client, sitting):
    question, answer = next(iter(right_answers(sitting.attempt).items()))
    api.save_answer(attempt_id=sitting.attempt.pk, question_id=question, answer=answer, sequence=1)
    page = client.get(reverse("attempt_hand_in", args=[sitting.attempt.pk])).content.decode()
    assert "3 questions have no answer yet" in page
    assert page.count("#question-") == 3
    assert Attempt.objects.get().is_open


def test_handing_in_leads_to_the_result_also_twice(client, sitting):
    url = reverse("attempt_hand_in", args=[sitting.attempt.pk])
    result = reverse("attempt_result", args=[sitting.attempt.pk])
    assert client.post(url).url == client.post(url).url == client.get(url).url == result
    assert client.get(reverse("attempt", args=[sitting.attempt.pk])).url == result


def test_there_is_no_result_before_handing_in(client, sitting):
    response = client.get(reverse("attempt_result", args=[sitting.attempt.pk]))
    assert response.url == reverse("attempt", args=[sitting.attempt.pk])


def result_page(client, sitting) -> str:
    return client.get(reverse("attempt_result", args=[sitting.attempt.pk])).content.decode()


@pytest.mark.parametrize(
    ("policy", "score", "answers", "explanations"),
    [
        ("nothing", False, False, False),
        ("score", True, False, False),
        ("answers", True, True, False),
        ("explanations", True, True, True),
    ],
)
def test_the_result_shows_what_the_review_policy_allows(client, policy, score, answers, explanations):
    sitting = make_sitting(review_policy=policy)
    people.sign_in(client, sitting.learner)
    sit(sitting.attempt, right=2)
    page = result_page(client, sitting)
    assert ("50%" in page) is score
    assert ("Right answer" in page) is answers
    assert ("Because it is so." in page) is explanations


def test_a_result_not_passed_says_what_next(client):
    sitting = make_sitting(attempts_allowed=3)
    people.sign_in(client, sitting.learner)
    Question.objects.update(taught_in=sitting.made.activities[0])
    sit(sitting.attempt, right=2)
    page = result_page(client, sitting)
    assert "Not passed yet" in page
    assert "You have 2 attempts left." in page
    assert "Lesson 1 (en)" in page
    assert start_url(sitting.quiz) in page


def test_a_passed_result_asks_for_nothing_more(client, sitting):
    sit(sitting.attempt)
    page = result_page(client, sitting)
    assert "Passed" in page
    assert "No further attempt is needed" in page
    assert start_url(sitting.quiz) not in page


# --- the quiz page


def quiz_page(client, sitting) -> str:
    response = client.get(f"/en/courses/{sitting.made.course.code}/final-test/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_quiz_page_says_what_to_expect_and_starts(client):
    sitting = make_sitting(is_started=False, attempts_allowed=3, draw=2)
    people.sign_in(client, sitting.learner)
    page = quiz_page(client, sitting)
    assert "2, drawn from 4" in page
    assert "70% or more" in page
    assert "You have 3 attempts left." in page
    assert "Start the test" in page
    assert start_url(sitting.quiz) in page


def test_the_quiz_page_goes_on_with_what_is_open(client, sitting):
    page = quiz_page(client, sitting)
    assert "Go on with the test" in page
    assert reverse("attempt", args=[sitting.attempt.pk]) in page


def test_the_quiz_page_lists_own_attempts_only(client):
    sitting = make_sitting(attempts_allowed=2)
    sit(sitting.attempt, right=1)
    other = make_sitting(made=sitting.made)
    sit(other.attempt)
    people.sign_in(client, sitting.learner)
    page = quiz_page(client, sitting)
    assert reverse("attempt_result", args=[sitting.attempt.pk]) in page
    assert reverse("attempt_result", args=[other.attempt.pk]) not in page
    assert "25%" in page
    assert "Start a new attempt" in page


# --- what it costs

BUDGETS = {"attempt": 12, "attempt_hand_in": 12, "attempt_result": 16}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("questions", [1, 50])
def test_pages_keep_their_budget_for_one_question_and_for_fifty(client, name, questions):
    sitting = make_sitting(made=make_course(questions=questions), review_policy="explanations")
    people.sign_in(client, sitting.learner)
    if name == "attempt_result":
        sit(sitting.attempt, right=0)
    else:
        api.save_answers(attempt_id=sitting.attempt.pk, answers=right_answers(sitting.attempt))
    url = reverse(name, args=[sitting.attempt.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    assert len(queries) <= BUDGETS[name], len(queries)


def test_a_saved_form_costs_the_same_for_one_answer_and_for_fifty(client):
    costs = []
    for questions in (1, 50):
        sitting = make_sitting(made=make_course(questions=questions))
        people.sign_in(client, sitting.learner)
        data = form_of(sitting.attempt, right_answers(sitting.attempt)) | {"next": "hand-in"}
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("attempt", args=[sitting.attempt.pk]), data)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10
