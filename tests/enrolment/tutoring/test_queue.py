"""The queue: what waits, in which order, and what it costs; releasing many."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clikc.jobs import running
from clikc.jobs.models import Job
from clikc.people.roles import Role
from enrolment.assessment.api import name_marker
from enrolment.assessment.models import HandIn, Submission
from enrolment.grading.api import hand_over, number_to_mark, reopen_marking
from enrolment.grading.models import GradeEntry, Marking
from enrolment.programmes.models import Team
from tests.factories import people
from tests.factories.desk import make_waiting
from tests.factories.people import sign_in
from tests.factories.tutoring import add_participant, finish, make_marking, make_tutored_run
from tests.factories.workbench import make_desk

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 1, "honours_percent": 100}
TWICE = ONCE | {"sample_percent": 100}
QUEUE = "tutoring_queue"


def codes(response) -> list[str]:
    return [line.marking.submission.code for line in response.context["lines"]]


def numbers(response) -> dict[str, int]:
    piles = response.context["piles"]
    names = ["to_do", "waiting", "begun", "second", "disputed", "finished", "released"]
    return dict(zip(names, [pile.number for pile in piles], strict=True))


def own(made, tutor=None):
    return list(Marking.objects.filter(tutor=tutor or made.tutors[0]).order_by("made_at"))


@pytest.fixture
def desk(client):
    made = make_desk(participants=6, tutors=2, **ONCE)
    sign_in(client, made.tutors[0])
    return made


def test_what_is_promised_first_comes_first(client, desk):
    first, second, third = own(desk)
    now = timezone.now()
    for marking, days in ((first, 5), (second, -1), (third, 2)):
        Marking.objects.filter(pk=marking.pk).update(due_at=now + timedelta(days=days))
    shown = client.get(reverse(QUEUE))
    assert codes(shown) == [item.submission.code for item in (second, third, first)]
    assert [line.is_overdue for line in shown.context["lines"]] == [True, False, False]
    Marking.objects.filter(pk=second.pk).update(due_at=None)
    assert codes(client.get(reverse(QUEUE)))[-1] == second.submission.code


@pytest.mark.parametrize("sort", ["waits", "newest", "work", "code"])
def test_other_orders(client, desk, sort):
    markings = own(desk)
    for days, marking in enumerate(markings):
        HandIn.objects.filter(pk=marking.hand_in_id).update(at=timezone.now() - timedelta(days=days))
    by = {
        "waits": lambda item: item.hand_in.at,
        "newest": lambda item: -item.hand_in.at.timestamp(),
        "work": lambda item: item.due_at,
        "code": lambda item: item.submission.code,
    }
    fresh = sorted(own(desk), key=by[sort])
    assert codes(client.get(reverse(QUEUE), {"sort": sort})) == [item.submission.code for item in fresh]


def test_piles_count_what_lies_in_them(client, desk):
    begun, finished, released = own(desk)
    Marking.objects.filter(pk=begun.pk).update(begun_at=timezone.now())
    finish(finished, "partly")
    finish(released, "partly")
    client.post(reverse("tutoring_release", args=[released.pk]))
    shown = client.get(reverse(QUEUE))
    assert numbers(shown) == {
        "to_do": 1,
        "waiting": 0,
        "begun": 1,
        "second": 0,
        "disputed": 0,
        "finished": 1,
        "released": 1,
    }
    for state, marking in (("begun", begun), ("finished", finished), ("released", released)):
        assert codes(client.get(reverse(QUEUE), {"state": state})) == [marking.submission.code]


def test_second_markings_and_disputes_have_piles_of_their_own(client):
    made = make_tutored_run(participants=1, tutors=2, **TWICE)
    first = make_marking(made.work[0], made.enrolments[0])
    finish(first, "partly")
    second = Marking.objects.get(role="second")
    sign_in(client, second.tutor)
    shown = numbers(client.get(reverse(QUEUE)))
    assert (shown["to_do"], shown["waiting"], shown["second"], shown["disputed"]) == (1, 1, 1, 0)
    finish(second, "missing")
    assert codes(client.get(reverse(QUEUE), {"state": "disputed"})) == [second.submission.code]
    sign_in(client, first.tutor)
    assert numbers(client.get(reverse(QUEUE)))["disputed"] == 1


def test_a_moderation_that_is_nobodys_waits_for_every_manager(client):
    made = make_tutored_run(participants=1, tutors=2, **TWICE)
    finish(make_marking(made.work[0], made.enrolments[0]))
    finish(Marking.objects.get(role="second"), "missing")
    sign_in(client, people.manager(administration="UG"))
    shown = client.get(reverse(QUEUE))
    assert [line.marking.role for line in shown.context["lines"]] == ["moderation"]


def test_by_run_assignment_and_code(client, desk):
    other = make_tutored_run(participants=0, tutors=0)
    other.run.run_tutors.create(tutor=desk.tutors[0])
    there = make_marking(other.work[0], add_participant(other), tutor=desk.tutors[0])
    here = own(desk)[0]
    assert len(codes(client.get(reverse(QUEUE)))) == 4
    assert codes(client.get(reverse(QUEUE), {"run": other.run.pk})) == [there.submission.code]
    assert codes(client.get(reverse(QUEUE), {"work": other.work[0].pk})) == [there.submission.code]
    found = client.get(reverse(QUEUE), {"q": f" {here.submission.code[:6].lower()} "})
    assert here.submission.code in codes(found)
    assert there.submission.code not in codes(found)


@pytest.mark.parametrize(
    "query",
    [
        {"run": "9" * 30},
        {"work": "-1"},
        {"page": "1e30"},
        {"state": "rubbish"},
        {"sort": "pk"},
        {"q": "\u202e" * 5000},
        {"job": "x"},
    ],
)
def test_rubbish_in_the_address_is_as_if_nothing_was_asked(client, desk, query):
    assert client.get(reverse(QUEUE), query).status_code == 200


def test_blind_means_that_no_name_is_on_the_page(client, desk):
    shown = client.get(reverse(QUEUE)).content.decode()
    for enrolment in desk.enrolments:
        assert enrolment.learner.get_full_name() not in shown
    desk.run.scheme.is_blind = False
    desk.run.scheme.save()
    shown = client.get(reverse(QUEUE)).content.decode()
    assert desk.enrolments[0].learner.get_full_name() in shown


def test_next_is_the_most_urgent_but_for_the_one_at_hand(client, desk):
    first, second, _third = sorted(own(desk), key=lambda item: (item.due_at, item.made_at))
    assert client.get(reverse("tutoring_next")).url.endswith(f"/tutoring/{first.pk}/")
    after = client.get(reverse("tutoring_next"), {"after": str(first.pk)})
    assert after.url.endswith(f"/tutoring/{second.pk}/")
    assert client.get(reverse("tutoring_next"), {"after": "rubbish"}).status_code == 302


def test_one_key_goes_through_all_that_waits_and_begins_again(client, desk):
    def after(marking):
        return client.get(reverse("tutoring_next"), {"after": str(marking.pk)}).url

    waiting = sorted(own(desk), key=lambda item: (item.due_at, item.made_at, item.pk.hex))
    for one, other in zip(waiting, [*waiting[1:], waiting[0]], strict=True):
        assert after(one).endswith(f"/tutoring/{other.pk}/")
    # What was promised for no day comes last, also when it is finished meanwhile.
    Marking.objects.filter(pk=waiting[0].pk).update(due_at=None)
    assert after(waiting[-1]).endswith(f"/tutoring/{waiting[0].pk}/")
    assert after(waiting[0]).endswith(f"/tutoring/{waiting[1].pk}/")


def test_where_nothing_waits_it_says_so(client):
    sign_in(client, people.tutor())
    shown = client.get(reverse(QUEUE))
    assert "Nothing waits for you." in shown.content.decode()
    assert client.get(reverse("tutoring_next"), follow=True).redirect_chain[0][0] == reverse(QUEUE)


def test_my_load_stands_beside_those_of_my_run_alone(client, desk):
    stranger = make_tutored_run(participants=1, tutors=1).tutors[0]
    beside = client.get(reverse(QUEUE)).context["beside"]
    assert {row.load.tutor for row in beside.rows} == set(desk.tutors)
    assert stranger not in {row.load.tutor for row in beside.rows}
    assert [(row.load.open, row.share) for row in beside.rows if row.is_own] == [(3, 100)]


def test_essays_of_tests_are_counted_too(client, desk):
    tutor = desk.tutors[0]
    made = make_waiting()
    name_marker(course=made.made.course, tutor=tutor, by=people.manager())
    shown = client.get(reverse(QUEUE))
    assert shown.context["essays"] == len(made.waiting)
    assert reverse(QUEUE) in client.get(reverse("assessment_home")).content.decode()


# --- what it costs


def many(made, number: int) -> None:
    """So many more works of as many teams, for the first tutor."""
    work, now, tutor = made.work[0], timezone.now(), made.tutors[0]
    rubric = work.assignment.rubric
    names = [f"Team {uuid4()}" for _place in range(number)]
    teams = Team.objects.bulk_create(Team(run=made.run, name=name) for name in names)
    works = Submission.objects.bulk_create(
        (Submission(run_assignment=work, team=team, handed_in_at=now) for team in teams), batch_size=500
    )
    facts = {"number": 1, "due_at": now, "at": now, "statement": "x", "text": "y" * 2000}
    hand_ins = [HandIn(submission=item, **facts) for item in works]
    HandIn.objects.bulk_create(hand_ins, batch_size=500)
    Marking.objects.bulk_create(
        (
            Marking(submission=item, hand_in=hand_in, rubric=rubric, tutor=tutor, made_at=now, due_at=now)
            for item, hand_in in zip(works, hand_ins, strict=True)
        ),
        batch_size=500,
    )


def queries(client, **query) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse(QUEUE), query).status_code == 200
    return len(seen)


def test_as_many_queries_for_5000_markings_as_for_one(client):
    made = make_desk(participants=1, tutors=1)
    sign_in(client, made.tutors[0])
    client.get(reverse(QUEUE))
    few = queries(client)
    many(made, 49)
    some = queries(client)
    many(made, 4950)
    assert few == some == queries(client) <= 20
    assert queries(client, page="100", sort="waits") <= 20
    shown = client.get(reverse(QUEUE))
    assert numbers(shown)["to_do"] == 5000
    assert len(shown.content) < 60_000


# --- releasing many


def test_releasing_many_asks_first_and_names_how_many(client, desk):
    first, second, _third = own(desk)
    finish(first, "partly")
    finish(second, "partly")
    asked = client.post(reverse("tutoring_release_many") + "?state=finished", {"which": "all"})
    assert asked.context["number"] == 2
    assert "Release 2 works" in asked.content.decode()
    assert not GradeEntry.objects.exists()
    done = client.post(
        reverse("tutoring_release_many") + "?state=finished", {"which": "all", "step": "release"}
    )
    job = Job.objects.get()
    assert (job.owner, len(job.payload["submissions"])) == (desk.tutors[0], 2)
    assert str(job.pk) in done.url
    assert "data-job=" in client.get(done.url).content.decode()


def test_only_what_is_ticked_and_finished_is_released(client, desk):
    first, second, third = own(desk)
    finish(first, "partly")
    finish(second, "partly")
    theirs = own(desk, desk.tutors[1])[0]
    finish(theirs, "partly")
    ticked = [str(item.pk) for item in (first, third, theirs)]
    asked = client.post(reverse("tutoring_release_many"), {"marking": [*ticked, "rubbish", str(uuid4())]})
    assert asked.context["number"] == 1


def test_what_waits_for_another_marker_is_left_out_and_named(client):
    made = make_tutored_run(participants=1, tutors=2, **TWICE)
    first = make_marking(made.work[0], made.enrolments[0])
    finish(first, "partly")
    sign_in(client, first.tutor)
    asked = client.post(reverse("tutoring_release_many"), {"which": "all"})
    assert asked.context["number"] == 0
    [reason] = asked.context["refused"]
    assert (reason.number, reason.works) == (1, [(first.submission.code, first.pk)])
    shown = asked.content.decode()
    assert "second tutor" in shown
    assert reverse("tutoring_marking", args=[first.pk]) in shown


def test_what_a_job_left_out_is_named_with_its_reason(client, desk):
    first, second, third = own(desk)
    for marking in (first, second, third):
        finish(marking, "partly")
    done = client.post(reverse("tutoring_release_many"), {"which": "all", "step": "release"})
    job = Job.objects.get()
    for marking in (second, third):
        reopen_marking(marking_id=marking.pk, by=marking.tutor)
    hand_over(marking_id=third.pk, to=desk.tutors[1], by=third.tutor, reason="Away")
    running.run(job.pk)
    shown = client.get(done.url)
    text = shown.content.decode()
    assert "1 work released, 2 left out." in text
    assert (second.submission.code in text, third.submission.code in text) == (True, False)
    [release] = shown.context["releases"]
    assert sorted((item.words, item.number, item.others) for item in release.left_out) == [
        ("It can be released once it is finished.", 1, 0),
        ("You cannot see it any more.", 1, 1),
    ]


def test_managers_release_where_tutors_do_not(client):
    made = make_tutored_run(participants=1, tutors=1, **ONCE, tutors_release=False)
    first = make_marking(made.work[0], made.enrolments[0])
    finish(first, "partly")
    sign_in(client, first.tutor)
    assert client.post(reverse("tutoring_release_many"), {"which": "all"}).context["number"] == 0
    page = client.get(reverse("tutoring_marking", args=[first.pk])).content.decode()
    assert "Managers of the run release it." in page


def test_with_nothing_ticked_nothing_is_asked(client, desk):
    assert client.post(reverse("tutoring_release_many")).status_code == 302


def test_my_desk_says_how_much_waits(client, desk, django_assert_num_queries):
    assert "3 works wait for you" in client.get(reverse("desk")).content.decode()
    officer = people.officer()
    assert officer.roles == frozenset()
    with django_assert_num_queries(0):
        assert number_to_mark(officer) is None


def test_it_stands_in_the_menu_of_tutors_and_managers_alone(client, desk):
    assert reverse(QUEUE) in client.get(reverse("desk")).content.decode()
    others = ((people.manager(), True), (people.officer(), False), (people.coordinator(), False))
    for person, is_there in others:
        sign_in(client, person)
        assert (reverse(QUEUE) in client.get(reverse("desk")).content.decode()) is is_there
    assert Role.TUTOR in desk.tutors[0].roles
