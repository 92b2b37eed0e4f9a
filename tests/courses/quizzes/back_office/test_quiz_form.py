"""The facts of a quiz: times in its zone, settings that go together, places that have enough to ask."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.quizzes.back_office import quiz_form
from courses.quizzes.drawing import prospects_of
from courses.quizzes.models import Question, QuestionVersion, Quiz, QuizSlot
from courses.quizzes.signals import quiz_rescheduled
from tests.factories import people
from tests.factories.courses import make_course, make_question, make_quiz
from tests.factories.questions import KINDS, make_question_of

pytestmark = pytest.mark.django_db


def as_shown(client, quiz):
    form = client.get(reverse("quiz:edit", args=[quiz.pk])).context["form"]
    formset = form.formsets["slots"]
    data = {"slots-TOTAL_FORMS": len(formset.forms), "slots-INITIAL_FORMS": len(formset.forms)}
    data |= {"slots-MIN_NUM_FORMS": 1, "slots-MAX_NUM_FORMS": 1000}
    for part in (form, *formset.forms):
        for bound in part:
            value = bound.value()
            if value is not False and value is not None:
                data[bound.html_name] = "on" if value is True else value
    for number, _form in enumerate(formset.forms):
        data[f"slots-{number}-ORDER"] = number + 1
    return data


def sent(client, quiz, **changes):
    return posted(client, quiz, as_shown(client, quiz) | changes)


def posted(client, quiz, data):
    return client.post(reverse("quiz:edit", args=[quiz.pk]), data, follow=True)


def said(response):
    return " ".join(response.content.decode().split())


def saved(response, quiz):
    assert response.redirect_chain, (
        response.context["form"].errors,
        response.context["form"].formsets["slots"].errors,
    )
    return Quiz.objects.get(pk=quiz.pk)


def test_the_form_gives_back_what_it_shows(client, boss, made):
    Quiz.objects.update(
        opens_at=datetime(2026, 7, 1, 6, 0, 30, tzinfo=UTC),
        closes_at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        time_zone="Europe/Brussels",
        time_limit=30,
    )
    before = Quiz.objects.values().get()
    saved(sent(client, made.quiz), made.quiz)
    assert Quiz.objects.values().get() == before


def test_times_are_those_of_the_zone(client, boss, made):
    response = sent(
        client,
        made.quiz,
        opens_at="2026-07-01 09:00",
        closes_at="2026-07-02 17:30",
        time_zone="Africa/Nairobi",
    )
    quiz = saved(response, made.quiz)
    assert quiz.opens_at == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert quiz.closes_at == datetime(2026, 7, 2, 14, 30, tzinfo=UTC)
    page = client.get(reverse("quiz:edit", args=[quiz.pk]))
    assert 'value="2026-07-01 09:00"' in page.content.decode()


def test_another_zone_is_another_moment_of_the_same_time(client, boss, made):
    saved(sent(client, made.quiz, opens_at="2026-07-01 09:00", time_zone="Africa/Nairobi"), made.quiz)
    quiz = saved(sent(client, made.quiz, time_zone="UTC"), made.quiz)
    assert quiz.opens_at == datetime(2026, 7, 1, 9, tzinfo=UTC)


def test_settings_that_do_not_go_together(client, boss, made):
    before, shown = Quiz.objects.values().get(), as_shown(client, made.quiz)
    for changes, field, fault in (
        ({"opens_at": "2026-03-29 02:30", "time_zone": "Europe/Brussels"}, "opens_at", "skipped"),
        ({"closes_at": "2026-10-25 02:30", "time_zone": "Europe/Brussels"}, "closes_at", "twice"),
        ({"opens_at": "2026-07-02 09:00", "closes_at": "2026-07-01 09:00"}, "closes_at", "closes_first"),
        ({"opens_at": "2026-07-02 09:00", "closes_at": "2026-07-02 09:00"}, "closes_at", "closes_first"),
        ({"mode": "practice", "attempts_allowed": "3"}, "attempts_allowed", "practice_ends"),
        ({"mode": "practice", "cool_down": "10"}, "cool_down", "practice_ends"),
        ({"attempts_allowed": "1", "cool_down": "10"}, "cool_down", "one_attempt"),
        ({"review_from": "closing"}, "review_from", "never_closes"),
    ):
        response = posted(client, made.quiz, shown | changes)
        assert str(quiz_form.FAULTS[fault]) in response.context["form"].errors[field], changes
        assert "Constraint" not in said(response), changes
        assert Quiz.objects.values().get() == before, changes


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": "practice", "is_sequential": "on", "time_limit": "20"},
        {"mode": "exam", "review_policy": "nothing"},
        {"attempts_allowed": "3", "cool_down": "60", "counts": "average"},
        {"review_from": "closing", "closes_at": "2026-07-01 09:00"},
    ],
)
def test_settings_that_do(client, boss, made, changes):
    quiz = saved(sent(client, made.quiz, **changes), made.quiz)
    assert str(quiz.mode) == changes.get("mode", "test")


def test_the_pretest_is_another_quiz_of_the_course(client, boss, made):
    own = make_quiz(made.activities[0])
    elsewhere = make_course().quiz
    for other, fault in ((made.quiz, "pretest_itself"), (elsewhere, "pretest_elsewhere")):
        errors = sent(client, made.quiz, pretest=other.pk).context["form"].errors
        assert errors["pretest"] == [str(quiz_form.FAULTS[fault])]
    assert saved(sent(client, made.quiz, pretest=own.pk), made.quiz).pretest == own
    made.activities[0].kind = "quiz"
    made.activities[0].save()
    errors = sent(client, own, pretest=made.quiz.pk).context["form"].errors
    assert errors["pretest"] == [str(quiz_form.FAULTS["pretest_circle"])]


def one_more(**place):
    """A second place of the form."""
    return {"slots-TOTAL_FORMS": 2, "slots-1-ORDER": 2, "slots-1-draw": 0} | {
        f"slots-1-{name}": value for name, value in place.items()
    }


def test_a_place_is_fixed_or_drawn_and_no_question_stands_twice(client, boss, made):
    question = made.questions[0].pk
    for place, field, fault in (
        ({}, "question", "fixed_or_drawn"),
        ({"question": question, "bank": made.bank.pk}, "bank", "fixed_or_drawn"),
        ({"question": question, "draw": 2}, "draw", "only_drawn"),
        ({"question": question, "tags": "risk"}, "tags", "only_drawn"),
    ):
        response = sent(client, made.quiz, **one_more(**place))
        assert response.context["form"].formsets["slots"].errors[1][field] == [str(quiz_form.FAULTS[fault])]
        assert "Constraint" not in said(response)
    saved(sent(client, made.quiz, **one_more(question=question)), made.quiz)
    twice = {
        f"slots-2-{name}": value for name, value in {"question": question, "ORDER": 3, "draw": 0}.items()
    }
    errors = (
        sent(client, made.quiz, **{"slots-TOTAL_FORMS": 3, **twice}).context["form"].formsets["slots"].errors
    )
    assert errors[2]["question"] == [str(quiz_form.FAULTS["asked_twice"])]


def test_a_quiz_asks_something(client, boss, made):
    response = sent(client, made.quiz, **{"slots-0-DELETE": "on"})
    assert not response.redirect_chain
    assert made.quiz.slots.count() == 1


def test_each_place_says_how_many_fit_and_saving_warns_of_too_few(client, boss, made):
    page = said(client.get(reverse("quiz:edit", args=[made.quiz.pk])))
    assert "4 questions fit." in page
    response = sent(client, made.quiz, **{"slots-0-draw": 6})
    assert "Place 1 is to ask 6, but 4 questions fit." in said(response)
    response = sent(client, made.quiz, **{"slots-0-draw": 3, **one_more(bank=made.bank.pk, draw=3)})
    assert "Place 2 is to ask 3; other places may take so many of the same questions that 1 is left." in said(
        response
    )
    page = said(client.get(reverse("quiz:edit", args=[made.quiz.pk])))
    assert "other places may take so many of them that 1 are left" in page
    Question.objects.filter(pk=made.questions[0].pk).update(status="draft")
    made.quiz.slots.all().delete()
    QuizSlot.objects.create(quiz=made.quiz, question=made.questions[0])
    assert "This question is not asked" in said(client.get(reverse("quiz:edit", args=[made.quiz.pk])))


def test_prospects_are_the_worst_case(made):
    made.quiz.slots.all().delete()
    bank = make_course(questions=0).bank
    for place in range(5):
        make_question(bank, position=place, difficulty=1 if place < 3 else 2)
    easy = QuizSlot.objects.create(quiz=made.quiz, bank=bank, difficulty=1, draw=2)
    every = QuizSlot.objects.create(quiz=made.quiz, bank=bank, draw=4)
    fixed = QuizSlot.objects.create(quiz=made.quiz, question=bank.questions.first())
    found = prospects_of([easy, every, fixed])
    assert (found[fixed.pk].fit, found[fixed.pk].at_least, found[fixed.pk].is_short) == (1, 1, False)
    assert (found[easy.pk].fit, found[easy.pk].at_least, found[easy.pk].is_short) == (3, 2, False)
    assert (found[every.pk].fit, found[every.pk].at_least, found[every.pk].is_short) == (5, 2, True)


def test_a_new_schedule_is_announced_and_nothing_else(client, boss, made, django_capture_on_commit_callbacks):
    heard = []

    def hear(quiz, **kwargs):
        heard.append((quiz.pk, Quiz.objects.get(pk=quiz.pk).time_limit))

    quiz_rescheduled.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            sent(client, made.quiz, attempts_allowed="5")
        assert heard == []
        with django_capture_on_commit_callbacks(execute=True):
            sent(client, made.quiz, time_limit="45")
            sent(client, made.quiz, closes_at="2026-07-01 09:00")
            sent(client, made.quiz, closes_at="")
            sent(client, made.quiz, time_limit="many")
            assert heard == []
    finally:
        quiz_rescheduled.disconnect(hear)
    assert heard == [(made.quiz.pk, 45)] * 3


@pytest.mark.parametrize(
    "changes",
    [
        {"opens_at": "0001-01-01 00:00"},
        {"closes_at": "9999-12-31 23:59"},
        {"opens_at": "\x00"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "x" * 10_000},
        {"time_limit": "-1"},
        {"time_limit": "9" * 30},
        {"cool_down": "1e30"},
        {"own_pass_mark": "101"},
        {"pretest": "nobody"},
        {"activity": "nobody"},
        {"mode": "riddle"},
        {"slots-0-id": "nobody"},
        {"slots-0-bank": "nobody"},
        {"slots-0-question": "nobody", "slots-0-bank": ""},
        {"slots-0-tags": "x" * 10_000},
        {"slots-0-draw": "-1"},
        {"slots-TOTAL_FORMS": "1e30"},
    ],
)
def test_rubbish_is_refused_and_no_failure(client, boss, made, changes):
    before = Quiz.objects.values().get()
    assert sent(client, made.quiz, **changes).status_code in {200, 400, 404}
    assert Quiz.objects.values().get() == before


def test_the_page_costs_the_same_for_one_place_and_for_forty(client, boss, made):
    QuizSlot.objects.create(quiz=made.quiz, question=made.questions[0])
    url = reverse("quiz:edit", args=[made.quiz.pk])
    client.get(url)
    costs = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        costs.append(len(queries))
        for place in range(20):
            QuizSlot.objects.create(quiz=made.quiz, bank=made.bank)
            QuizSlot.objects.create(
                quiz=made.quiz, question=make_question(made.bank, position=100 * len(costs) + place)
            )
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", ["quiz:index", "question_bank:index", "quiz:add"])
def test_lists_and_forms_cost_the_same_for_one_course_and_for_twenty(client, boss, name):
    make_course()
    client.get(reverse(name))
    costs = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name))
        costs.append(len(queries))
        for _number in range(19):
            make_course(lessons=1, questions=1)
    assert costs[0] == costs[1]


def test_an_example_shows_what_is_right_and_keeps_nothing(client, boss, made):
    for place, kind in enumerate((*KINDS, "essay", "hotspot")):
        make_question_of(kind, made.bank, 20 + place)
    url = reverse("quiz:example", args=[made.quiz.pk])
    page = said(client.get(url))
    assert page.count("Because it is so.") == 4 + len(KINDS) + 2
    for told in (
        "– right",
        "73129.5",
        "green = release",
        "context, identify, treat",
        "Compare, then release.",
    ):
        assert told in page
    assert not QuestionVersion.objects.exists()
    made.quiz.slots.update(draw=2)
    assert len(client.get(url).context["questions"]) == 2
    Question.objects.update(status="draft")
    assert "There is nothing to ask" in said(client.get(url))
    assert client.get(reverse("quiz:example", args=[10**9])).status_code == 404


@pytest.mark.parametrize("who", ["officer", "tutor", "coordinator", "manager"])
def test_an_example_is_for_those_who_may_see_keys(client, settings, made, who):
    settings.SECOND_FACTOR_REQUIRED = False
    people.sign_in(client, getattr(people, who)())
    for url in (
        reverse("quiz:example", args=[made.quiz.pk]),
        reverse("question_chooser:choose"),
        reverse("question_chooser:chosen", args=[made.questions[0].pk]),
    ):
        answer = client.get(url)
        assert answer.status_code in {302, 403, 404}
        assert "Question 1?" not in answer.content.decode()


def test_a_question_is_chosen_by_searching(client, author, made):
    page = client.get(reverse("question_chooser:choose_results"), {"q": "question 3 ?"}).content.decode()
    assert "question-3" in page
    assert "question-1" not in page
    chosen = client.get(reverse("question_chooser:chosen", args=[made.questions[2].pk])).json()["result"]
    assert chosen["title"] == "question-3: Question 3?"


@pytest.mark.parametrize("pk", ["nobody", "9" * 40, "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_question_is_not_chosen(client, author, made, pk):
    assert client.get(reverse("question_chooser:chosen", args=[pk])).status_code == 404
    several = client.get(reverse("question_chooser:chosen_multiple"), {"id": pk})
    assert several.status_code == 404 or several.json()["result"] == []


def test_a_bank_says_how_many_questions_stand_where(client, boss, made):
    Question.objects.filter(pk=made.questions[0].pk).update(status="draft", difficulty=3)
    row = client.get(reverse("question_bank:index")).context["object_list"][0]
    assert (row.status_draft, row.status_reviewed, row.status_retired) == (1, 3, 0)
    assert (row.difficulty_1, row.difficulty_2, row.difficulty_3) == (0, 3, 0)
    rows = client.get(reverse("question_bank:edit", args=[made.bank.pk])).context["rows"]
    assert [(item["counts"], item["total"]) for item in rows] == [
        ([0, 0, 1], 1),
        ([0, 3, 0], 3),
        ([0, 0, 0], 0),
    ]
    assert len(client.get(rows[1]["url"]).context["object_list"]) == 3
