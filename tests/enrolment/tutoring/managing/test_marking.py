"""All markings of a run as its managers have them: piles, filters, release, and what it costs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clikc.jobs import running
from clikc.jobs.models import Job
from enrolment.grading import api as grading
from enrolment.grading.models import GradeEntry, Marking
from tests.enrolment.tutoring.test_queue import many
from tests.factories import people
from tests.factories.tutoring import add_participant, finish, make_hand_in, make_marking, make_tutored_run

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 1, "honours_percent": 100}


@pytest.fixture
def boss(client):
    return people.sign_in(client, people.manager(administration="UG"))


@pytest.fixture
def made(boss):
    """Three works of the first tutor and three of the second; only managers release."""
    made = make_tutored_run(participants=6, tutors=2, assignments=2, **ONCE, tutors_release=False)
    for enrolment in made.enrolments:
        make_marking(made.work[0], enrolment)
    return made


def page_of(made, name="run_marking") -> str:
    return reverse(name, args=[made.run.pk])


def own(made, place=0) -> list[Marking]:
    return list(Marking.objects.filter(tutor=made.tutors[place]).order_by("made_at"))


def codes(response) -> list[str]:
    return [item.marking.submission.code for item in response.context["lines"]]


def numbers(response) -> dict[str, int]:
    names = ["open", "nobody", "todo", "begun", "second", "disputed", "ready", "released"]
    return dict(zip(names, [pile.number for pile in response.context["piles"]], strict=True))


def words(response) -> list[str]:
    return [str(item.state[0]) for item in response.context["lines"]]


def test_where_every_marking_lies(client, made):
    nobodys, begun, ready = own(made)
    released, moderated, _waits = own(made, 1)
    Marking.objects.filter(pk=nobodys.pk).update(tutor=None)
    Marking.objects.filter(pk=begun.pk).update(begun_at=timezone.now())
    for marking in (ready, released, moderated):
        finish(marking, "partly")
    boss = people.manager(administration="BJ")
    grading.release_grades(submission_ids=[released.submission_id], by=boss)
    grading.moderate(submission_id=moderated.submission_id, by=boss)
    shown = client.get(page_of(made))
    assert numbers(shown) == {
        "open": 6,
        "nobody": 1,
        "todo": 2,
        "begun": 1,
        "second": 0,
        "disputed": 1,
        "ready": 1,
        "released": 1,
    }
    for pile, marking, said in (
        ("nobody", nobodys, "Waiting for a tutor"),
        ("begun", begun, "Begun"),
        ("ready", ready, "Ready to release"),
        ("released", released, "Released"),
    ):
        there = client.get(page_of(made), {"state": pile})
        assert (codes(there), words(there)) == ([marking.submission.code], [said])
    there = client.get(page_of(made), {"state": "disputed"})
    assert [item.marking.role for item in there.context["lines"]] == ["moderation"]


def test_a_work_whose_second_marking_waits_is_not_ready(client, boss):
    made = make_tutored_run(participants=1, tutors=2, **ONCE | {"sample_percent": 100})
    first = make_marking(made.work[0], made.enrolments[0])
    finish(first, "partly")
    second = Marking.objects.get(role="second")
    shown = client.get(page_of(made))
    assert (numbers(shown)["ready"], numbers(shown)["second"]) == (0, 1)
    assert "Second marking waits" in words(shown)
    Marking.objects.filter(pk=second.pk).update(tutor=None)
    shown = client.get(page_of(made), {"state": "nobody"})
    assert codes(shown) == [second.submission.code]
    assert reverse("tutoring_hand_over", args=[second.pk]) in shown.content.decode()


def test_by_assignment_tutor_and_code(client, made):
    other = make_marking(made.work[1], made.enrolments[0])
    assert codes(client.get(page_of(made), {"work": made.work[1].pk})) == [other.submission.code]
    theirs = {item.submission.code for item in own(made, 1)}
    assert set(codes(client.get(page_of(made), {"tutor": made.tutors[1].pk}))) == theirs
    Marking.objects.filter(pk=other.pk).update(tutor=None)
    assert codes(client.get(page_of(made), {"tutor": "0"})) == [other.submission.code]
    assert codes(client.get(page_of(made), {"q": other.submission.code.lower()})) == [other.submission.code]


@pytest.mark.parametrize("sort", ["", "waits", "newest", "work", "code", "tutor"])
def test_orders(client, made, sort):
    first = own(made)[0]
    Marking.objects.filter(pk=first.pk).update(tutor=None, due_at=timezone.now() - timedelta(days=1))
    shown = client.get(page_of(made), {"sort": sort})
    assert len(codes(shown)) == 6
    if sort in ("", "tutor"):
        assert codes(shown)[0] == first.submission.code


@pytest.mark.parametrize(
    "query",
    [
        {"work": "9" * 30},
        {"tutor": "-1"},
        {"tutor": "9" * 18},
        {"state": "rubbish"},
        {"sort": "pk"},
        {"q": "\u202e" * 5000},
        {"job": "x"},
        {"page": "1e30"},
    ],
)
def test_rubbish_in_the_address_is_as_if_nothing_was_asked(client, made, query):
    assert client.get(page_of(made), query).status_code == 200


def test_names_stand_there_where_it_is_not_marked_without_them(client, made):
    name = made.enrolments[0].learner.get_full_name()
    assert name not in client.get(page_of(made)).content.decode()
    made.scheme.is_blind = False
    made.scheme.save()
    assert name in client.get(page_of(made)).content.decode()


def test_why_it_was_handed_over_stands_there(client, made):
    marking = own(made)[0]
    grading.hand_over(marking_id=marking.pk, to=made.tutors[1], by=made.tutors[0], reason="I am away")
    shown = client.get(page_of(made)).content.decode()
    assert "I am away" in shown
    assert made.tutors[0].get_full_name() in shown


def test_an_empty_run(client, boss):
    made = make_tutored_run(participants=1)
    assert "Nothing has been handed in" in client.get(page_of(made)).content.decode()
    assert numbers(client.get(page_of(made)))["open"] == 0


def test_other_runs_and_own_work_are_not_there(client, made):
    other = make_tutored_run(participants=1)
    make_marking(other.work[0], other.enrolments[0])
    theirs = people.sign_in(client, people.manager())
    hand_in = make_hand_in(made.work[0], add_participant(made, learner=theirs))
    make_marking(made.work[0], hand_in=hand_in, tutor=made.tutors[0])
    assert numbers(client.get(page_of(made)))["open"] == 6


def test_a_manager_releases_what_is_ready(client, made, boss):
    first, second, third = own(made)
    for marking in (first, second, third):
        finish(marking, "partly")
    address = f"{page_of(made, 'run_marking_release')}?state=ready"
    ticked = [str(first.pk), str(own(made, 1)[0].pk), str(uuid4()), "rubbish"]
    asked = client.post(address, {"which": "ticked", "marking": ticked})
    assert asked.context["number"] == 1
    assert page_of(made) in asked.content.decode()
    assert not GradeEntry.objects.exists()
    assert client.post(address, {"which": "all"}).context["number"] == 3
    assert client.post(f"{address}&tutor={made.tutors[1].pk}", {"which": "all"}).status_code == 302
    done = client.post(address, {"which": "all", "step": "release"})
    job = Job.objects.get()
    assert (job.owner, len(job.payload["submissions"])) == (boss, 3)
    assert done.url.startswith(page_of(made))
    grading.reopen_marking(marking_id=third.pk, by=third.tutor)
    running.run(job.pk)
    shown = client.get(done.url).content.decode()
    assert "2 works released, 1 left out." in shown
    assert third.submission.code in shown
    assert reverse("tutoring_marking", args=[third.pk]) in shown
    own_page = client.get(reverse("job", args=[job.pk])).content.decode()
    assert "2 works released, 1 left out." in own_page
    assert f"{page_of(made)}?state=released&amp;job={job.pk}" in own_page


def queries(client, made, **query) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page_of(made), query).status_code == 200
    return len(seen)


def test_as_many_queries_for_1000_markings_as_for_one(client, boss):
    made = make_tutored_run(participants=1, tutors=1, is_blind=False)
    make_marking(made.work[0], made.enrolments[0])
    queries(client, made)
    few = queries(client, made)
    many(made, 999)
    assert few == queries(client, made) <= 20
    for query in ({"page": "40", "sort": "tutor"}, {"state": "ready"}, {"q": "A", "tutor": "0"}):
        assert queries(client, made, **query) <= 20
    shown = client.get(page_of(made))
    assert numbers(shown)["open"] == 1000
    assert len(shown.content) < 80_000
