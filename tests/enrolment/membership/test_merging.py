"""Two accounts of one person become one: nothing lost, nothing twice, once."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from clikc.people.models import AuditEntry, User
from enrolment import journey
from enrolment.admissions.models import Enrolment, Place
from enrolment.assessment.models import Attempt
from enrolment.certificates.models import Certificate
from enrolment.completion.models import CourseCompletion
from enrolment.membership.api import (
    ChangedMeanwhile,
    MergeRefused,
    Refusal,
    find_many,
    merge_accounts,
    preview_merge,
)
from enrolment.membership.models import Invitation, Merge
from enrolment.progress.api import record_progress
from enrolment.progress.models import ActivityProgress
from tests.factories.certificates import make_certificate, make_titled_course
from tests.factories.coordination import (
    make_invited,
    make_officers,
    make_open_course,
    make_people_cohort,
    make_transfer,
)
from tests.factories.people import admin, administration_of, give_role, officer, sign_in, tutor
from tests.factories.programmes import make_seats
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def member(**facts) -> User:
    return officer(**{"administration": "KE", "last_login": NOW} | facts)


@pytest.fixture
def kept():
    return member(email="amina@customs.example", printed_name="Amina Yusuf")


@pytest.fixture
def dropped():
    return member(email="a.yusuf@customs.example", printed_name="Amina Youssef")


@pytest.fixture
def merge(kenya, kept, dropped):
    return lambda **more: merge_accounts(**{"kept": kept, "dropped": dropped, "by": kenya.coordinator} | more)


def active(learner) -> set:
    return set(Enrolment.objects.active().filter(learner=learner).values_list("course", flat=True))


def test_the_dropped_account_is_closed_for_good(client, merge, kept, dropped):
    sign_in(client, dropped)
    merge()
    dropped.refresh_from_db()
    assert (dropped.merged_into, dropped.is_active, dropped.administration) == (kept, False, None)
    assert not UserSession.objects.filter(user=dropped).exists()
    assert client.get(reverse("desk")).status_code == 302


def test_courses_cohorts_and_seats_become_hers(merge, kenya, kept, dropped):
    run = make_seats(1)
    shared = make_open_course()
    planned = make_people_cohort(
        kenya.administration, [dropped], courses=[run.course, shared], runs={run.course_id: run.pk}
    )
    over = make_people_cohort(kenya.administration, [dropped])
    make_people_cohort(kenya.administration, [kept], courses=[shared])
    Enrolment.objects.filter(learner=kept).update(is_active=False)
    merge()
    assert {run.course_id, shared.pk} <= active(kept)
    assert not active(dropped)
    assert Place.objects.seated().get().learner == kept
    assert [item.person for item in planned.members.current()] == [kept]
    assert [item.person for item in over.members.current()] == [kept]


def test_a_course_she_left_is_not_given_back(merge, kenya, kept, dropped):
    course = make_open_course()
    make_people_cohort(kenya.administration, [dropped], courses=[course])
    Enrolment.objects.update(is_active=False)
    merge()
    assert not active(kept)


@pytest.mark.parametrize("is_hers_first", [True, False])
def test_two_certificates_of_one_course_both_stay(merge, kept, dropped, is_hers_first):
    course = make_titled_course()
    first, second = (kept, dropped) if is_hers_first else (dropped, kept)
    codes = {make_certificate(first, course).code, make_certificate(second, course).code}
    merge()
    hers = Certificate.objects.valid().of(kept)
    assert set(hers.values_list("code", flat=True)) == codes
    assert set(hers.values_list("printed_name", flat=True)) == {"Amina Yusuf", "Amina Youssef"}


def test_a_course_that_only_the_dropped_one_completed_is_complete(merge, kept, dropped):
    course = make_titled_course()
    make_people_cohort(administration_of("KE"), [kept], courses=[course])
    certificate = make_certificate(dropped, course)
    merge()
    completion = CourseCompletion.objects.get()
    assert completion.enrolment == Enrolment.objects.get(learner=kept)
    assert Certificate.objects.get(completion=completion) == certificate


class TestOneCourseOnBoth:
    """Read and sat with both accounts."""

    @pytest.fixture
    def course(self, kenya, kept, dropped):
        from tests.factories.courses import make_course

        made = make_course()
        make_people_cohort(kenya.administration, [kept, dropped], courses=[made.course])
        return made

    def enrolment(self, person, course) -> Enrolment:
        return Enrolment.objects.get(learner=person, course=course.course)

    def test_halves_of_a_lesson_make_a_whole_one(self, merge, kept, dropped, course):
        lesson = course.activities[0]
        blocks = lesson.blocks
        assert len(blocks) > 1
        record_progress(enrolment_id=self.enrolment(kept, course).pk, activity=lesson, blocks=blocks[:1])
        record_progress(enrolment_id=self.enrolment(dropped, course).pk, activity=lesson, blocks=blocks[1:])
        merge()
        [record] = ActivityProgress.objects.all()
        assert record.enrolment == self.enrolment(kept, course)
        assert set(record.blocks_read) == set(blocks)
        assert record.completed_at is not None

    def test_done_is_when_it_was_done_first(self, merge, kept, dropped, course):
        lesson = course.activities[0]
        for person in (dropped, kept):
            record_progress(enrolment_id=self.enrolment(person, course).pk, activity=lesson, is_all=True)
        early = NOW - timedelta(days=30)
        ActivityProgress.objects.filter(enrolment__learner=dropped).update(completed_at=early)
        merge()
        assert ActivityProgress.objects.get().completed_at == early

    def attempt(self, person, course, *, days_ago: int, number: int = 1, is_open=False) -> Attempt:
        begun = NOW - timedelta(days=days_ago)
        closed = (
            {} if is_open else {"submitted_at": begun, "score": 1, "score_possible": 2, "is_passed": False}
        )
        return Attempt.objects.create(
            enrolment=self.enrolment(person, course),
            quiz=course.quiz,
            number=number,
            paper=[],
            started_at=begun,
            **closed,
        )

    def test_attempts_are_numbered_as_they_were_begun(self, merge, kept, dropped, course):
        made = [
            self.attempt(dropped, course, days_ago=9),
            self.attempt(kept, course, days_ago=8),
            self.attempt(dropped, course, days_ago=7, number=2),
            self.attempt(kept, course, days_ago=6, number=2),
        ]
        merge()
        hers = Attempt.objects.filter(enrolment=self.enrolment(kept, course)).order_by("number")
        assert [item.pk for item in hers] == [item.pk for item in made]
        assert [item.number for item in hers] == [1, 2, 3, 4]

    @pytest.mark.parametrize("both", [True, False])
    def test_one_attempt_stays_open(self, merge, kept, dropped, course, both):
        if both:
            self.attempt(kept, course, days_ago=1, is_open=True)
        theirs = self.attempt(dropped, course, days_ago=2, is_open=True)
        merge()
        theirs.refresh_from_db()
        assert theirs.enrolment == self.enrolment(kept, course)
        assert theirs.is_open is not both
        assert Attempt.objects.open().count() == 1


def test_what_was_confirmed_is_what_is_done(merge, kenya, kept, dropped):
    make_people_cohort(kenya.administration, [dropped])
    seen = preview_merge(kept=kept, dropped=dropped, by=kenya.coordinator)
    make_people_cohort(kenya.administration, [dropped])
    with pytest.raises(ChangedMeanwhile):
        merge(seen=seen.digest)
    assert not Merge.objects.exists()
    seen = preview_merge(kept=kept, dropped=dropped, by=kenya.coordinator)
    assert merge(seen=seen.digest).moved == seen.contents
    assert len(seen.contents["courses"]) == 2


def test_merging_twice_is_merging_once(merge):
    assert merge() == merge()
    assert AuditEntry.objects.filter(what="merged").count() == 1


def refused(reason, merge, **more):
    with pytest.raises(MergeRefused) as error:
        merge(**more)
    assert error.value.reason == reason
    assert not Merge.objects.exists()


class TestRefused:
    def test_people_of_two_administrations(self, merge):
        refused(Refusal.ELSEWHERE, merge, dropped=member(administration="FJ"))
        refused(Refusal.ELSEWHERE, merge, dropped=member(administration=None))

    def test_by_somebody_elses_coordinator(self, merge, fiji):
        refused(Refusal.ELSEWHERE, merge, by=fiji.coordinator)

    def test_who_holds_a_role(self, merge):
        refused(Refusal.ROLE, merge, dropped=tutor(administration="KE"))

    def test_oneself(self, merge, kenya, kept):
        refused(Refusal.OWN, merge, dropped=kenya.coordinator)
        refused(Refusal.OWN, merge, kept=kenya.coordinator)
        refused(Refusal.ONE, merge, dropped=kept)

    def test_into_a_closed_account_or_one_that_nobody_used(self, merge):
        refused(Refusal.CLOSED, merge, kept=member(is_active=False))
        refused(Refusal.UNUSED, merge, kept=member(last_login=None))

    def test_into_one_that_was_merged(self, merge, kenya, kept, dropped):
        merge()
        with pytest.raises(MergeRefused):
            merge(kept=dropped, dropped=kept)

    def test_an_administrator_may_everywhere(self, merge):
        assert merge(by=admin(administration=None)).kept.email == "amina@customs.example"


def test_an_open_invitation_to_the_other_account_is_accepted(merge, kenya, kept):
    invitation = make_invited(kenya.administration)
    merge(dropped=invitation.person)
    assert not Invitation.objects.open().exists()
    assert Invitation.objects.get().accepted_at


def test_the_invitation_of_a_stand_in_tells_nobody_of_the_merge(
    merge, kenya, django_capture_on_commit_callbacks
):
    invitation = make_invited(kenya.administration, contact="somebody@customs.example")
    with django_capture_on_commit_callbacks(execute=True):
        merge(dropped=invitation.person)
    assert Invitation.objects.get().withdrawn_at
    assert [letter.to for letter in mail.outbox] == [["amina@customs.example"]]


def test_both_addresses_are_told_and_neither_learns_the_other(merge, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        merge()
    to_kept, to_dropped = sorted(mail.outbox, key=lambda letter: letter.to, reverse=True)
    assert to_kept.to == ["amina@customs.example"]
    assert to_dropped.to == ["a.yusuf@customs.example"]
    assert "a.yusuf" not in to_kept.body
    assert "a…@customs.example" in to_dropped.body
    assert "amina@" not in to_dropped.body


def test_a_transfer_that_the_dropped_account_asked_for_is_withdrawn(merge, fiji, dropped):
    transfer = make_transfer(dropped, fiji.administration)
    merge()
    transfer.refresh_from_db()
    assert not transfer.is_open


def test_what_was_done_to_either_stands_in_one_record(merge, kenya, kept, dropped):
    make_people_cohort(kenya.administration, [dropped])
    merge()
    seen = AuditEntry.objects.visible_to(kenya.coordinator).filter(person=kept)
    assert {"cohort_joined", "merged"} <= set(seen.values_list("what", flat=True))


@pytest.mark.parametrize(
    "room", ["admissions.move_learner", "completion.unite_completion", "certificates.move_certificates"]
)
def test_failing_in_the_middle_is_as_if_nothing_had_been(merge, kenya, kept, dropped, room, monkeypatch):
    course = make_titled_course()
    make_people_cohort(kenya.administration, [kept], courses=[course])
    make_certificate(dropped, course)

    def fail(**_facts):
        raise RuntimeError("killed")

    name, verb = room.split(".")
    monkeypatch.setattr(getattr(journey, name), verb, fail)
    with pytest.raises(RuntimeError):
        merge()
    dropped.refresh_from_db()
    assert (dropped.merged_into, dropped.is_active) == (None, True)
    assert Certificate.objects.get().learner == dropped
    assert Enrolment.objects.active().count() == 2


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_deputies_who_confirm_merge_once(self, merge):
        made = at_once(lambda _number: merge().pk, range(4))
        assert len(set(made)) == 1
        assert Merge.objects.count() == 1

    def test_each_into_the_other_keeps_one(self, merge, kept, dropped):
        def try_to(pair):
            try:
                return merge(kept=pair[0], dropped=pair[1])
            except MergeRefused:
                return None

        made = at_once(try_to, [(kept, dropped), (dropped, kept)])
        assert sum(item is not None for item in made) == 1
        assert User.objects.filter(merged_into=None, pk__in=[kept.pk, dropped.pk]).count() == 1


def test_a_role_that_has_ended_is_no_obstacle(merge, kenya, dropped):
    give_role(dropped, "tutor").delete()
    assert merge()


def test_many_courses_do_not_lose_one(merge, kenya, kept, dropped):
    courses = [make_open_course() for _ in range(12)]
    make_people_cohort(kenya.administration, [dropped], courses=courses)
    make_people_cohort(
        kenya.administration, [kept, *make_officers(kenya.administration, 2)], courses=courses[:5]
    )
    merge()
    assert active(kept) == {course.pk for course in courses}


def test_the_address_of_the_closed_account_means_the_one_that_stays(merge, kenya, kept, dropped):
    merge()
    found = find_many(administration=kenya.administration, addresses=[dropped.email, kept.email])
    assert {item.person for item in found.values()} == {kept}
    abroad = find_many(administration=administration_of("FJ"), addresses=[dropped.email])
    assert abroad[dropped.email].person is None
