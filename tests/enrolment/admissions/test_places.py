"""Seats: never more than there are, first come first served, and none is lost."""

import pytest
from django.core import mail
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from enrolment.admissions import api
from enrolment.admissions.models import Enrolment, Place
from enrolment.programmes.api import RunFacts
from enrolment.programmes.models import CourseRun
from tests.factories.coordination import make_officers, make_people_cohort, make_workspace
from tests.factories.people import administration_of, officer
from tests.factories.programmes import make_seats
from tests.support.crowd import at_once


def facts(run, **other):
    known = {"name": run.name, "course_id": run.course_id, "seats": run.seats}
    return RunFacts(**known | other)


def seated(run) -> set[int]:
    return set(run.places.seated().values_list("learner", flat=True))


def waiting(run) -> list[int]:
    return list(run.places.waiting().values_list("learner", flat=True))


@pytest.fixture
def people(db):
    return make_officers(administration_of("KE"), 4)


@pytest.mark.django_db
class TestSeats:
    def test_in_the_order_of_asking(self, people):
        run = make_seats(2)
        api.take_places(run=run, people=people)
        again = api.take_places(run=run, people=people)
        assert len(again) == run.places.count() == 4
        assert seated(run) == {people[0].pk, people[1].pk}
        assert waiting(run) == [people[2].pk, people[3].pk]

    def test_a_run_without_a_limit_has_room_for_everybody(self, people):
        run = make_seats(None)
        api.take_places(run=run, people=people)
        api.take_places(run=run, people=[officer()])
        assert len(seated(run)) == 5

    def test_who_gets_a_seat_is_enrolled_and_told(self, people, django_capture_on_commit_callbacks):
        run = make_seats(1)
        api.take_places(run=run, people=people[:2])
        with django_capture_on_commit_callbacks(execute=True):
            [place] = api.leave_places(run=run, people=people[:1])
        assert (place.learner, place.seat) == (people[1], 1)
        assert Enrolment.objects.active().get().learner == people[1]
        assert mail.outbox[0].to == [people[1].email]
        assert "seat" in mail.outbox[0].subject

    def test_on_the_dates_of_the_cohort_that_sent_her(self):
        here = make_workspace(officers=2)
        run = make_seats(1)
        cohort = make_people_cohort(
            here.administration,
            here.officers,
            courses=[run.course],
            runs={run.course_id: run.pk},
            due_on="2030-06-30",
        )
        api.leave_course(enrolment=Enrolment.objects.get(), by=here.officers[0])
        enrolment = Enrolment.objects.active().get()
        assert (enrolment.learner, str(enrolment.due_on)) == (here.officers[1], "2030-06-30")
        assert enrolment.changes.get().cohort == cohort

    def test_added_seats_go_to_those_who_wait_and_taken_ones_stay(self, people):
        run = make_seats(3)
        api.take_places(run=run, people=people)
        api.change_run(run=run, facts=facts(run, seats=1))
        assert len(seated(run)) == 3
        api.leave_places(run=run, people=people[:1])
        assert (len(seated(run)), len(waiting(run))) == (2, 1)
        api.change_run(run=run, facts=facts(run, seats=None))
        assert (len(seated(run)), waiting(run)) == (3, [])

    def test_a_closed_account_is_passed_over_and_keeps_its_place(self, people):
        run = make_seats(1)
        api.take_places(run=run, people=people[:3])
        type(people[1]).objects.filter(pk=people[1].pk).update(is_active=False)
        api.leave_places(run=run, people=people[:1])
        assert (seated(run), waiting(run)) == ({people[2].pk}, [people[1].pk])

    def test_a_closed_run_gives_no_seat_until_it_is_open_again(self, people):
        run = make_seats(1)
        api.set_run_closed(run=run, is_closed=True)
        api.take_places(run=run, people=people[:2])
        assert seated(run) == set()
        for _twice in range(2):
            api.set_run_closed(run=run, is_closed=False)
        assert seated(run) == {people[0].pk}

    def test_ones_place_in_the_queue(self, people):
        run = make_seats(1)
        api.take_places(run=run, people=people)
        [place] = api.places_of(people[3])
        assert place.ahead == 2
        assert [place.seat is None for place in api.places_of(people[0])] == [False]
        assert api.own_place(people[3], place.pk) == place
        assert api.own_place(people[2], place.pk) is None

    def test_counts(self, people):
        run, empty = make_seats(3), make_seats(2)
        api.take_places(run=run, people=people)
        assert api.counts_of([run.pk, empty.pk]) == {run.pk: {"taken": 3, "waiting": 1}}
        assert api.free_seats([run, empty, make_seats(None)]) | {} == {
            run.pk: 0,
            empty.pk: 2,
            CourseRun.objects.get(seats=None).pk: None,
        }


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_twenty_at_once_for_five_seats(self):
        run, people = make_seats(5), make_officers(administration_of("KE"), 20)
        at_once(lambda person: api.take_places(run=run, people=[person]), people)
        places = list(run.places.order_by("queued_at", "pk"))
        assert len(places) == 20
        assert sorted(place.seat for place in places if place.seat) == [1, 2, 3, 4, 5]
        assert all(place.seat for place in places[:5])

    def test_leaving_and_joining_at_once(self):
        run, people = make_seats(5), make_officers(administration_of("KE"), 20)
        api.take_places(run=run, people=people[:10])

        def act(number):
            if number < 5:
                api.leave_places(run=run, people=[people[number]])
            else:
                api.take_places(run=run, people=[people[number + 5]])

        at_once(act, range(15))
        assert seated(run) == {person.pk for person in people[5:10]}
        assert len(waiting(run)) == 10
        assert Enrolment.objects.active().count() == 5

    def test_seats_are_added_while_others_come(self):
        run, people = make_seats(2), make_officers(administration_of("KE"), 12)

        def act(person):
            if person is None:
                api.change_run(run=run, facts=facts(run, seats=6))
            else:
                api.take_places(run=run, people=[person])

        at_once(act, [*people, None])
        assert (len(seated(run)), len(waiting(run))) == (6, 6)
        order = list(run.places.order_by("queued_at", "pk").values_list("learner", flat=True))
        assert seated(run) == set(order[:6])

    def test_the_same_cohort_filled_twice_at_once(self):
        here = make_workspace(officers=8)
        run = make_seats(5)
        cohort = make_people_cohort(here.administration, courses=[run.course], runs={run.course_id: run.pk})
        at_once(
            lambda _n: api.add_to_cohort(cohort=cohort, people=here.officers, by=here.coordinator), range(6)
        )
        assert cohort.members.count() == run.places.count() == 8
        assert (len(seated(run)), Enrolment.objects.count()) == (5, 5)


class SeatMachine(RuleBasedStateMachine):
    """Against a list: who has a seat, who waits, in which order."""

    people = st.integers(0, 5)

    def __init__(self):
        super().__init__()
        self.run, self.crowd = make_seats(2), make_officers(administration_of("KE"), 6)
        self.limit, self.seated, self.queue, self.is_closed = 2, set(), [], False

    def settle(self):
        while self.queue and not self.is_closed and (self.limit is None or len(self.seated) < self.limit):
            self.seated.add(self.queue.pop(0))

    @rule(numbers=st.lists(people, min_size=1, max_size=4, unique=True))
    def come(self, numbers):
        api.take_places(run=self.run, people=[self.crowd[number] for number in numbers])
        self.queue += [number for number in numbers if number not in self.seated | set(self.queue)]
        self.settle()

    @rule(number=people)
    def go(self, number):
        api.leave_places(run=self.run, people=[self.crowd[number]])
        self.seated.discard(number)
        self.queue = [other for other in self.queue if other != number]
        self.settle()

    @rule(number=people)
    def stop_waiting(self, number):
        api.leave_places(run=self.run, people=[self.crowd[number]], only_waiting=True)
        self.queue = [other for other in self.queue if other != number]

    @rule(seats=st.integers(1, 6) | st.none())
    def change_seats(self, seats):
        api.change_run(run=self.run, facts=facts(self.run, seats=seats))
        self.limit = seats
        self.settle()

    @precondition(lambda self: self.is_closed)
    @rule()
    def reopen(self):
        self.is_closed = False
        api.set_run_closed(run=self.run, is_closed=False)
        self.settle()

    @precondition(lambda self: not self.is_closed)
    @rule()
    def close(self):
        self.is_closed = True
        api.set_run_closed(run=self.run, is_closed=True)

    @invariant()
    def seats_are_as_in_the_list(self):
        ids = [person.pk for person in self.crowd]
        assert seated(self.run) == {ids[number] for number in self.seated}
        assert waiting(self.run) == [ids[number] for number in self.queue]

    @invariant()
    def no_seat_is_given_twice(self):
        seats = list(Place.objects.seated().filter(run=self.run).values_list("seat", flat=True))
        assert len(seats) == len(set(seats))


class TestSeatMachine(SeatMachine.TestCase, TestCase):
    settings = settings(
        max_examples=20,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
