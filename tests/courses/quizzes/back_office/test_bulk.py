"""One change to many questions: confirmed, counted, undone by what its message and the histories say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import ModelLogEntry

from courses.catalogue.models import Subject
from courses.quizzes.models import Question
from tests.factories import people
from tests.factories.courses import make_question

pytestmark = pytest.mark.django_db
ACTIONS = ["add_tags", "remove_tags", "set_status", "set_difficulty", "set_subjects"]
VALUES = [
    ("set_status", {"status": "retired"}),
    ("set_difficulty", {"difficulty": 1}),
    ("set_subjects", {}),
    ("add_tags", {"tags": 'risk, "two words"'}),
    ("remove_tags", {"tags": "risk"}),
]


def address(action, questions=(), **asked):
    ids = "&".join(f"id={question.pk}" for question in questions)
    more = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{reverse('wagtail_bulk_action', args=['quizzes', 'question', action])}?{ids}&{more}"


def change(client, action, questions=(), expected=None, asked=None, **values):
    """The page after the change, and what it says."""
    expected = len(questions) if expected is None else expected
    page = client.post(
        address(action, questions, **(asked or {}), next="/admin/question/"),
        {"expected": expected, **values},
        follow=True,
    )
    return page.status_code, " ".join(page.content.decode().split())


def tags_of(question):
    return set(Question.objects.get(pk=question.pk).tags.names())


@pytest.mark.parametrize("action", ACTIONS)
def test_the_page_says_how_many(client, boss, made, action):
    page = client.get(address(action, made.questions[:3])).content.decode()
    assert "This is for 3 questions:" in page
    assert "question-1" in page
    assert "question-4" not in page


def test_the_list_offers_them_to_who_may_change_questions(client, boss, made):
    page = client.get(reverse("question:index")).content.decode()
    assert all(f"/bulk/quizzes/question/{action}/" in page for action in ACTIONS)


def test_tags_are_added_where_they_are_not_yet_and_taken_off(client, boss, made):
    one, two, three, _four = made.questions
    one.tags.add("Risk")
    one.save()
    status, said = change(client, "add_tags", [one, two], tags="risk, basics")
    assert status == 200
    assert "2 questions changed." in said
    assert "Before: Risk (1); none (1)." in said or "Before: none (1); Risk (1)." in said
    assert tags_of(one) == tags_of(two) == {"Risk", "basics"}
    assert tags_of(three) == set()
    _status, said = change(client, "remove_tags", made.questions, tags="RISK")
    assert "2 questions changed." in said
    assert tags_of(one) == {"basics"}


def test_status_is_set_and_what_it_was_stands_in_message_and_history(client, boss, made):
    two = made.questions[1]
    Question.objects.filter(pk=two.pk).update(status="draft")
    _status, said = change(client, "set_status", made.questions, status="retired")
    assert "4 questions changed." in said
    assert "Before: Reviewed (3); Draft (1)." in said
    assert set(Question.objects.values_list("status", flat=True)) == {"retired"}
    history = client.get(reverse("question:history", args=[two.pk])).content.decode()
    assert "Status: Retired. Before: Draft." in history
    assert ModelLogEntry.objects.filter(action="quizzes.bulk", user=boss).count() == 4


def test_what_has_it_already_is_not_changed(client, boss, made):
    _status, said = change(client, "set_status", made.questions, status="reviewed")
    assert "0 questions changed." in said
    assert not ModelLogEntry.objects.filter(action="quizzes.bulk").exists()


def test_a_question_without_its_key_is_not_made_reviewed(client, boss, made):
    one, two, *_others = made.questions
    Question.objects.filter(pk__in=[one.pk, two.pk]).update(status="draft")
    one.choices.update(is_right=False)
    _status, said = change(client, "set_status", [one, two], status="reviewed")
    assert "1 question changed." in said
    assert "1 question lacks what its kind asks for" in said
    assert dict(Question.objects.filter(pk__in=[one.pk, two.pk]).values_list("pk", "status")) == {
        one.pk: "draft",
        two.pk: "reviewed",
    }


def test_difficulty_and_subjects(client, boss, made):
    origin, value = (Subject.objects.create(code=code, name_en=code) for code in ("origin", "value"))
    made.questions[0].subjects.add(origin)
    made.questions[0].save()
    change(client, "set_difficulty", made.questions[:2], difficulty=3)
    assert list(Question.objects.order_by("position").values_list("difficulty", flat=True)) == [3, 3, 2, 2]
    _status, said = change(client, "set_subjects", made.questions[:2], subjects=[origin.pk, value.pk])
    assert "2 questions changed." in said
    for question in made.questions[:2]:
        assert set(Question.objects.get(pk=question.pk).subjects.all()) == {origin, value}
    change(client, "set_subjects", made.questions[:1])
    assert not Question.objects.get(pk=made.questions[0].pk).subjects.exists()


def test_all_that_the_list_was_narrowed_to(client, boss, made):
    asked = {"id": "all", "kind": "truefalse", "q": "question"}
    assert "This is for 1 question:" in client.get(address("set_status", **asked)).content.decode()
    change(client, "set_status", asked=asked, expected=1, status="retired")
    assert list(Question.objects.filter(status="retired").values_list("code", flat=True)) == ["question-3"]


def test_a_filter_that_cannot_be_read_is_not_everything(client, boss, made):
    page = client.get(address("set_status", id="all", kind="riddle")).content.decode()
    assert "This is for 0 questions:" in page


@pytest.mark.parametrize(("action", "values"), VALUES)
def test_others_than_were_confirmed_are_asked_for_again(client, boss, made, action, values):
    before = list(Question.objects.order_by("pk").values())
    status, said = change(client, action, asked={"id": "all"}, expected=3, **values)
    assert status == 200
    assert "Other questions fit by now" in said
    assert "This is for 4 questions:" in said
    assert 'name="expected" value="4"' in said
    for value in values.values():
        assert escape(value) in said
    assert list(Question.objects.order_by("pk").values()) == before
    assert not ModelLogEntry.objects.filter(action="quizzes.bulk").exists()


@pytest.mark.parametrize("who", ["translator", "officer", "tutor", "coordinator", "manager"])
@pytest.mark.parametrize("action", ACTIONS)
def test_it_is_for_authors(client, settings, made, who, action):
    settings.SECOND_FACTOR_REQUIRED = False
    people.sign_in(client, getattr(people, who)())
    values = {"status": "retired", "difficulty": 3, "tags": "x", "expected": 4}
    for answer in (
        client.get(address(action, made.questions)),
        client.post(address(action, made.questions), values),
    ):
        assert answer.status_code in {302, 403, 404}
    assert not Question.objects.filter(status="retired").exists()


def test_an_author_may(client, author, made):
    change(client, "set_status", made.questions[:1], status="retired")
    assert Question.objects.get(status="retired") == made.questions[0]


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ({"id": "nobody"}, {"status": "retired", "expected": 0}),
        ({"id": "9" * 40}, {"status": "retired", "expected": 0}),
        ({"id": "all"}, {"status": "abolished", "expected": 4}),
        ({"id": "all"}, {"status": "retired", "expected": "9" * 5000}),
        ({"id": "all"}, {"status": "retired", "expected": "-1"}),
        ({"id": "all"}, {}),
        ({"id": "all", "next": "https://elsewhere.example/"}, {"status": "retired", "expected": 4}),
    ],
)
def test_rubbish_is_no_failure(client, boss, made, asked, values):
    answer = client.post(address("set_status", **asked), values)
    assert answer.status_code in {200, 302}
    assert "elsewhere.example" not in answer.get("Location", "")


@pytest.mark.parametrize(
    "tags", ["", "x" * 101, "a\x00b", ",".join(f"tag {number}" for number in range(200))]
)
def test_tags_as_people_send_them(client, boss, made, tags):
    status, _said = change(client, "add_tags", made.questions[:1], tags=tags)
    assert status == 200


@pytest.mark.parametrize(("action", "values"), VALUES)
def test_it_costs_the_same_for_one_and_for_fifty(client, boss, made, action, values):
    Question.objects.update(status="draft")
    change(client, "add_tags", made.questions, tags="risk")
    change(client, action, made.questions[:1], **values)
    costs = []
    for number in (1, 50):
        for place in range(number):
            question = make_question(made.bank, position=100 * number + place, status="draft")
            if action == "remove_tags":
                question.tags.add("risk")
                question.save()
        fresh = list(Question.objects.filter(position__gte=100 * number, position__lt=100 * number + number))
        with CaptureQueriesContext(connection) as queries:
            client.post(address(action, fresh), {"expected": number, **values})
        costs.append(len(queries))
    assert costs[0] == costs[1]
