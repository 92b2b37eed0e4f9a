"""What being in a cohort means, and what becomes of it when the cohort changes."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from clikc.people.models import AuditEntry
from enrolment.admissions import api
from enrolment.admissions.models import Enrolment, EnrolmentChange, Place
from enrolment.completion.models import CourseCompletion
from enrolment.membership.models import Invitation
from enrolment.programmes import api as programmes
from enrolment.programmes.models import CohortChange
from tests.factories.coordination import make_officers, make_open_course, make_people_cohort, make_workspace
from tests.factories.programmes import make_seats

pytestmark = pytest.mark.django_db

JUNE, JULY, MAY = date(2030, 6, 30), date(2030, 7, 31), date(2030, 5, 1)


@pytest.fixture
def here():
    return make_workspace(officers=3)


def changed(cohort, **facts):
    """The facts of a cohort, some of them other."""
    return programmes.CohortFacts(**{**vars(programmes.facts_of(cohort)), **facts})


def active(person) -> set[int]:
    return set(Enrolment.objects.active().of(person).values_list("course", flat=True))


def due(person) -> list:
    return list(Enrolment.objects.of(person).values_list("due_on", flat=True))


def kinds(person) -> list[str]:
    changes = EnrolmentChange.objects.filter(enrolment__learner=person)
    return list(changes.order_by("pk").values_list("kind", flat=True))


class TestAdding:
    def test_enrols_on_the_dates_of_the_cohort_and_says_so(self, here):
        cohort = make_people_cohort(here.administration, here.officers, by=here.coordinator, due_on=JUNE)
        assert due(here.officers[0]) == [JUNE]
        assert kinds(here.officers[0]) == ["joined"]
        entry = AuditEntry.objects.get(person=here.officers[0], what="cohort_joined")
        assert (entry.actor, entry.role) == (here.coordinator, "national_coordinator")
        assert entry.facts == {"cohort": cohort.name}

    def test_twice_is_once(self, here):
        cohort = make_people_cohort(here.administration, here.officers)
        again = api.add_to_cohort(cohort=cohort, people=here.officers * 2, by=None)
        assert again.unchanged == {person.pk for person in here.officers}
        assert again.joined | again.enrolled | again.waiting == set()
        assert AuditEntry.objects.filter(what="cohort_joined").count() == 3

    def test_late_comers_get_the_same_dates(self, here):
        cohort = make_people_cohort(here.administration, here.officers[:2], due_on=JUNE)
        added = api.add_to_cohort(cohort=cohort, people=here.officers, by=None)
        assert added.joined == added.enrolled == {here.officers[2].pk}
        assert due(here.officers[2]) == [JUNE]

    def test_nobody_is_put_into_a_closed_one(self, here):
        cohort = make_people_cohort(here.administration)
        api.close_cohort(cohort=cohort, by=None)
        with pytest.raises(api.CohortIsClosed):
            api.add_to_cohort(cohort=cohort, people=here.officers, by=None)

    def test_the_earliest_due_date_of_several_cohorts_holds(self, here):
        course, person = make_open_course(), here.officers[0]
        make_people_cohort(here.administration, [person], courses=[course], due_on=JULY)
        second = make_people_cohort(here.administration, [person], courses=[course], due_on=JUNE)
        assert due(person) == [JUNE]
        api.close_cohort(cohort=second, by=None)
        assert due(person) == [JULY]

    def test_a_later_opening_never_takes_a_course_away(self, here):
        course, person = make_open_course(), here.officers[0]
        api.join_course(learner=person, course=course)
        make_people_cohort(here.administration, [person], courses=[course], opens_on=MAY)
        assert Enrolment.objects.get().opens_on is None

    @pytest.mark.parametrize("number", [3, 40])
    def test_costs_the_same_for_many(self, here, number, django_assert_max_num_queries):
        cohort = make_people_cohort(here.administration, due_on=JUNE)
        people = make_officers(here.administration, number)
        with django_assert_max_num_queries(40):
            api.add_to_cohort(cohort=cohort, people=people, by=here.coordinator)


class TestChanging:
    def test_other_dates_follow_and_are_written_down(self, here):
        cohort = make_people_cohort(here.administration, here.officers, due_on=JUNE)
        api.change_cohort(cohort=cohort, facts=changed(cohort, due_on=JULY), by=here.coordinator)
        assert due(here.officers[0]) == [JULY]
        assert kinds(here.officers[0]) == ["joined", "rescheduled"]
        entry = AuditEntry.objects.get(person=here.officers[0], what="cohort_dates")
        assert entry.facts == {"cohort": cohort.name, "opens": "–", "due": "2030-07-31"}
        change = CohortChange.objects.get()
        assert (change.by, change.version) == (here.coordinator, 2)
        assert change.changed == {"due_on": ["2030-06-30", "2030-07-31"]}

    def test_the_same_again_changes_nothing(self, here):
        cohort = make_people_cohort(here.administration, here.officers, due_on=JUNE)
        for _twice in range(2):
            api.change_cohort(cohort=cohort, facts=changed(cohort, name="Other"), by=None, seen=1)
        assert CohortChange.objects.count() == 1
        assert kinds(here.officers[0]) == ["joined"]

    def test_what_somebody_else_changed_is_told_and_not_overwritten(self, here):
        cohort = make_people_cohort(here.administration, due_on=JUNE)
        mine, hers = changed(cohort, name="Mine"), changed(cohort, name="Hers")
        api.change_cohort(cohort=cohort, facts=hers, by=here.coordinator, seen=1)
        with pytest.raises(programmes.ChangedMeanwhile) as refused:
            api.change_cohort(cohort=cohort, facts=mine, by=None, seen=1)
        [change] = refused.value.changes
        assert change.changed["name"][1] == "Hers"
        cohort.refresh_from_db()
        assert cohort.name == "Hers"

    def test_courses_come_and_go(self, here):
        one, two = make_open_course(), make_open_course()
        cohort = make_people_cohort(here.administration, here.officers, courses=[one], due_on=JUNE)
        api.change_cohort(cohort=cohort, facts=changed(cohort, course_ids=(two.pk,)), by=here.coordinator)
        assert active(here.officers[0]) == {two.pk}
        assert dict(Enrolment.objects.of(here.officers[0]).values_list("course", "due_on")) == {
            one.pk: None,
            two.pk: JUNE,
        }

    def test_a_course_that_stays_keeps_its_run(self, here):
        run, other = make_seats(1), make_seats(1)
        cohort = make_people_cohort(here.administration, courses=[run.course], runs={run.course_id: run.pk})
        api.change_cohort(cohort=cohort, facts=changed(cohort, runs={run.course_id: other.pk}), by=None)
        assert cohort.courses.get().run == run


class TestRemoving:
    def test_the_course_goes_and_progress_stays(self, here):
        cohort = make_people_cohort(here.administration, here.officers, by=here.coordinator, due_on=JUNE)
        person = here.officers[0]
        for gone in ({person.pk}, set()):
            found = api.remove_from_cohort(cohort=cohort, person_ids=[person.pk], by=here.coordinator)
            assert found == gone
        enrolment = Enrolment.objects.of(person).get()
        assert (enrolment.is_active, enrolment.due_on) == (False, None)
        assert kinds(person)[:2] == ["joined", "left"]
        assert AuditEntry.objects.filter(person=person, what="cohort_left").count() == 1
        assert active(here.officers[1])

    def test_own_joining_keeps_it(self, here):
        course, person = make_open_course(), here.officers[0]
        api.join_course(learner=person, course=course)
        cohort = make_people_cohort(here.administration, [person], courses=[course], due_on=JUNE)
        api.remove_from_cohort(cohort=cohort, person_ids=[person.pk], by=None)
        assert (active(person), due(person)) == ({course.pk}, [None])

    def test_joining_afterwards_keeps_it_too(self, here):
        course, person = make_open_course(), here.officers[0]
        cohort = make_people_cohort(here.administration, [person], courses=[course])
        api.join_course(learner=person, course=course)
        api.remove_from_cohort(cohort=cohort, person_ids=[person.pk], by=None)
        assert active(person) == {course.pk}

    def test_another_open_cohort_keeps_it(self, here):
        course, person = make_open_course(), here.officers[0]
        one = make_people_cohort(here.administration, [person], courses=[course], due_on=JUNE)
        two = make_people_cohort(here.administration, [person], courses=[course], due_on=JULY)
        api.remove_from_cohort(cohort=one, person_ids=[person.pk], by=None)
        assert (active(person), due(person)) == ({course.pk}, [JULY])
        api.remove_from_cohort(cohort=two, person_ids=[person.pk], by=None)
        assert active(person) == set()

    def test_who_has_finished_keeps_it(self, here):
        person = here.officers[0]
        cohort = make_people_cohort(here.administration, [person])
        CourseCompletion.objects.create(enrolment=Enrolment.objects.get(), completed_at=timezone.now())
        api.remove_from_cohort(cohort=cohort, person_ids=[person.pk], by=None)
        assert active(person)

    def test_the_seat_goes_to_who_waits(self, here):
        run = make_seats(1)
        cohort = make_people_cohort(
            here.administration, here.officers[:2], courses=[run.course], runs={run.course_id: run.pk}
        )
        assert not active(here.officers[1])
        api.remove_from_cohort(cohort=cohort, person_ids=[here.officers[0].pk], by=None)
        assert active(here.officers[1])
        assert not active(here.officers[0])

    def test_leaving_the_administration_keeps_courses_and_ends_dates(self, here):
        person = here.officers[0]
        cohort = make_people_cohort(here.administration, [person], due_on=JUNE)
        api.leave_cohorts(people=[person], administration_id=here.administration.pk, by=None)
        assert not cohort.members.current().exists()
        assert active(person)
        assert due(person) == [None]


class TestClosing:
    def test_people_may_go_on_without_a_due_date(self, here):
        cohort = make_people_cohort(here.administration, here.officers, due_on=JUNE)
        for _twice in range(2):
            api.close_cohort(cohort=cohort, by=here.coordinator)
        assert active(here.officers[0])
        assert due(here.officers[0]) == [None]
        assert [change.kind for change in CohortChange.objects.all()] == ["closed"]

    def test_or_leave_what_they_have_not_finished(self, here):
        cohort = make_people_cohort(here.administration, here.officers, due_on=JUNE)
        api.close_cohort(cohort=cohort, by=here.coordinator, keeps_courses=False)
        assert not Enrolment.objects.active().exists()

    @pytest.mark.parametrize("keeps_courses", [True, False])
    def test_opening_again_undoes_it(self, here, keeps_courses):
        cohort = make_people_cohort(here.administration, here.officers, due_on=JUNE)
        api.close_cohort(cohort=cohort, by=here.coordinator, keeps_courses=keeps_courses)
        for _twice in range(2):
            api.reopen_cohort(cohort=cohort, by=here.coordinator)
        assert Enrolment.objects.active().filter(due_on=JUNE).count() == 3

    def test_who_left_by_herself_stays_away(self, here):
        person = here.officers[0]
        cohort = make_people_cohort(here.administration, here.officers)
        api.leave_course(enrolment=Enrolment.objects.of(person).get(), by=person)
        api.close_cohort(cohort=cohort, by=None, keeps_courses=False)
        api.reopen_cohort(cohort=cohort, by=None)
        assert not active(person)
        assert active(here.officers[1])

    def test_who_waited_waits_again(self, here):
        run = make_seats(1)
        cohort = make_people_cohort(
            here.administration, here.officers[:2], courses=[run.course], runs={run.course_id: run.pk}
        )
        api.close_cohort(cohort=cohort, by=None)
        assert not Place.objects.waiting().exists()
        assert Place.objects.seated().count() == 1
        api.reopen_cohort(cohort=cohort, by=None)
        assert Place.objects.waiting().get().learner == here.officers[1]


class TestPreview:
    def test_says_what_adding_comes_to(self, here):
        run, open_course = make_seats(2), make_open_course()
        api.join_course(learner=here.officers[0], course=open_course)
        courses, ids = (run.course_id, open_course.pk), [person.pk for person in here.officers]
        said = api.preview(course_ids=courses, person_ids=ids, runs={run.course_id: run.pk})
        assert [(item.newly, item.already, item.waiting) for item in said] == [(2, 0, 1), (2, 1, 0)]
        cohort = make_people_cohort(
            here.administration, courses=[run.course, open_course], runs={run.course_id: run.pk}
        )
        added = api.add_to_cohort(cohort=cohort, people=here.officers, by=None)
        assert len(added.waiting) == 1
        again = api.preview(course_ids=courses, person_ids=ids, runs={run.course_id: run.pk})
        assert [(item.newly, item.already, item.waiting) for item in again] == [(0, 2, 1), (0, 3, 0)]


class TestWelcome:
    @pytest.fixture(autouse=True)
    def _committed(self, django_capture_on_commit_callbacks):
        self.committed = lambda: django_capture_on_commit_callbacks(execute=True)

    def test_at_once_where_the_cohort_is_open_and_not_twice(self, here):
        with self.committed():
            cohort = make_people_cohort(
                here.administration, here.officers, welcome="Soyez les <b>bienvenus</b>.", due_on=JUNE
            )
            api.add_to_cohort(cohort=cohort, people=here.officers, by=None)
        assert len(mail.outbox) == 3
        letter = mail.outbox[0]
        assert "Soyez les <b>bienvenus</b>." in letter.body
        assert "30 June 2030" in letter.body
        assert "&lt;b&gt;bienvenus" in letter.alternatives[0].content

    def test_in_the_officers_language(self, here):
        [person] = make_officers(here.administration, 1, preferred_language="fr")
        with self.committed():
            make_people_cohort(here.administration, [person], due_on=JUNE)
        assert "30 juin 2030" in mail.outbox[0].body

    def test_on_the_day_it_opens(self, here):
        today = timezone.now().date()
        with self.committed():
            cohort = make_people_cohort(
                here.administration, here.officers, opens_on=today + timedelta(days=9)
            )
        assert mail.outbox == []
        with self.committed():
            api.change_cohort(cohort=cohort, facts=changed(cohort, opens_on=today), by=None)
            assert api.welcome() == 0
        assert len(mail.outbox) == 3

    def test_where_the_day_begins_first(self, here):
        for zone, letters in (("Pacific/Kiritimati", 1), ("Pacific/Pago_Pago", 0)):
            [person] = make_officers(here.administration, 1, time_zone=zone)
            now = timezone.now()
            # Some day that has begun in Kiritimati has not yet in Samoa, at any hour.
            day = (now + timedelta(hours=14)).date()
            cohort = make_people_cohort(here.administration, [person], opens_on=day)
            assert cohort.members.filter(welcomed_at__isnull=False).count() == letters

    def test_not_to_closed_accounts_nor_before_the_invitation_is_accepted(self, here):
        closed, invited, known = here.officers
        closed.is_active = False
        closed.save()
        invitation = Invitation.objects.create(
            person=invited, administration=here.administration, invited_at=timezone.now()
        )
        with self.committed():
            make_people_cohort(here.administration, here.officers)
        assert [letter.to for letter in mail.outbox] == [[known.email]]
        invitation.accepted_at = timezone.now()
        invitation.save()
        with self.committed():
            assert api.welcome(person_ids=[invited.pk]) == 1
        assert [letter.to for letter in mail.outbox] == [[known.email], [invited.email]]

    def test_nobody_is_welcomed_into_what_she_has_left(self, here):
        with self.committed():
            cohort = make_people_cohort(here.administration, here.officers[:1])
            api.remove_from_cohort(cohort=cohort, person_ids=[here.officers[0].pk], by=None)
        assert mail.outbox == []
