"""Transfers: asked, released, accepted; what she has learned comes with her, her old cohorts do not."""

from datetime import date

import pytest

from clikc.people.models import AuditEntry, RoleGrant, User
from clikc.post.models import Letter
from enrolment.admissions.models import Enrolment, Place
from enrolment.membership.api import (
    Newcomer,
    NoTransfer,
    accept_transfer,
    ask_transfer,
    decline_transfer,
    invite_many,
    refuse_release,
    release,
    withdraw_invitation,
    withdraw_transfer,
)
from enrolment.membership.models import Transfer
from enrolment.programmes.models import CohortMember, CourseRun
from tests.factories.coordination import make_officers, make_open_course, make_people_cohort, make_units
from tests.factories.people import admin, administration_of, coordinator, make_person, manager

pytestmark = pytest.mark.django_db
State = Transfer.State


@pytest.fixture
def officer(kenya):
    [unit] = make_units(kenya.administration, 1)
    return make_person("amina@customs.example", administration="KE", unit=unit, printed_name="Amina Otieno")


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    def done(verb, **facts):
        with django_capture_on_commit_callbacks(execute=True):
            return verb(**facts)

    return done


def test_from_asking_to_moving(officer, kenya, fiji, send, mailoutbox):
    course = make_open_course()
    facts = {"courses": [course], "due_on": date(2030, 6, 30)}
    cohort = send(lambda: make_people_cohort(kenya.administration, [officer], **facts))
    mailoutbox.clear()
    transfer = send(ask_transfer, person=officer, to=fiji.administration, note="Family")
    assert [letter.to for letter in mailoutbox] == [[kenya.coordinator.email]]
    send(release, transfer=transfer, by=kenya.coordinator)
    assert {letter.to[0] for letter in mailoutbox[1:]} == {officer.email, fiji.coordinator.email}
    assert "/fr/coordination/FJ/transfers/" in "".join(letter.body for letter in mailoutbox)
    done = send(accept_transfer, transfer=transfer, by=fiji.coordinator)
    assert (done.state, done.closed_by) == (State.ACCEPTED, fiji.coordinator)
    assert {letter.to[0] for letter in mailoutbox[3:]} == {officer.email, kenya.coordinator.email}
    officer.refresh_from_db()
    assert (officer.administration, officer.unit) == (fiji.administration, None)
    assert not cohort.members.current().exists()
    enrolment = Enrolment.objects.get(learner=officer, course=course)
    assert (enrolment.is_active, enrolment.due_on) == (True, None)


def test_who_sees_the_transfer_and_when(officer, kenya, fiji):
    seen = Transfer.objects.visible_to
    transfer = ask_transfer(person=officer, to=fiji.administration)
    assert (seen(kenya.coordinator).count(), seen(fiji.coordinator).count()) == (1, 0)
    release(transfer=transfer, by=kenya.coordinator)
    assert (seen(kenya.coordinator).count(), seen(fiji.coordinator).count()) == (1, 1)
    accept_transfer(transfer=transfer, by=fiji.coordinator)
    assert (seen(kenya.coordinator).count(), seen(fiji.coordinator).count()) == (0, 1)
    assert seen(officer).count() == 1


def test_declined_she_stays_and_the_other_side_forgets(officer, kenya, fiji, send, mailoutbox):
    transfer = ask_transfer(person=officer, to=fiji.administration)
    release(transfer=transfer, by=kenya.coordinator)
    send(decline_transfer, transfer=transfer, by=fiji.coordinator, reason="No post is free.")
    officer.refresh_from_db()
    assert officer.administration == kenya.administration
    assert not Transfer.objects.visible_to(fiji.coordinator).exists()
    assert "No post is free." in "".join(letter.body for letter in mailoutbox)


def test_refused_she_reads_why_and_may_ask_again(officer, kenya, fiji, send, mailoutbox):
    transfer = ask_transfer(person=officer, to=fiji.administration)
    done = send(refuse_release, transfer=transfer, by=kenya.coordinator, reason="You are needed.")
    assert (done.state, done.reason) == (State.REFUSED, "You are needed.")
    assert [letter.to[0] for letter in mailoutbox if "You are needed." in letter.body] == [officer.email]
    assert ask_transfer(person=officer, to=fiji.administration) != transfer


def test_each_step_once_and_in_its_order(officer, kenya, fiji):
    transfer = ask_transfer(person=officer, to=fiji.administration)
    assert ask_transfer(person=officer, to=administration_of("JO")) == transfer
    assert accept_transfer(transfer=transfer, by=fiji.coordinator).state == State.ASKED
    assert decline_transfer(transfer=transfer, by=fiji.coordinator, reason="No").state == State.ASKED
    release(transfer=transfer, by=kenya.coordinator)
    assert refuse_release(transfer=transfer, by=kenya.coordinator, reason="No").state == State.RELEASED
    accept_transfer(transfer=transfer, by=fiji.coordinator)
    accept_transfer(transfer=transfer, by=fiji.coordinator)
    assert withdraw_transfer(transfer=transfer).state == State.ACCEPTED
    assert AuditEntry.objects.filter(person=officer, what="transfer_accepted").count() == 1


def test_nowhere_to_move(officer, kenya):
    with pytest.raises(NoTransfer):
        ask_transfer(person=officer, to=kenya.administration)
    with pytest.raises(NoTransfer):
        ask_transfer(person=make_person(administration=None), to=kenya.administration)


def test_withdrawn_no_letter_leaves(officer, kenya, fiji, mailoutbox, send):
    def there_and_back():
        withdraw_transfer(transfer=ask_transfer(person=officer, to=fiji.administration))

    send(there_and_back)
    assert mailoutbox == []
    assert Letter.objects.get().outcome == "dropped"


def test_where_nobody_coordinates_the_secretariat_is_asked(fiji, send, mailoutbox):
    officer, secretary, _manager = make_person(administration="JO"), admin(administration=None), manager()
    send(ask_transfer, person=officer, to=fiji.administration)
    [letter] = mailoutbox
    assert letter.to == [secretary.email]
    assert "/en/coordination/secretariat/transfers/" in letter.body


def test_a_coordinator_who_moves_no_longer_coordinates(kenya, fiji):
    deputy = coordinator(administration="KE")
    transfer = ask_transfer(person=deputy, to=fiji.administration)
    release(transfer=transfer, by=kenya.coordinator)
    accept_transfer(transfer=transfer, by=fiji.coordinator)
    assert not RoleGrant.objects.standing().filter(user=deputy).exists()
    assert AuditEntry.objects.filter(what="appointment_ended", person=deputy).count() == 1
    assert Letter.objects.filter(kind="appointment", person=deputy, facts__what="appointment_ended").exists()


class TestStandIn:
    """Kenya invited by an address that belongs to an officer of Fiji."""

    @pytest.fixture
    def officer(self, fiji):
        return make_person("amal@customs.example", administration="FJ")

    @pytest.fixture
    def invitation(self, kenya, officer):
        people = [Newcomer(officer.email, "Amal Haddad")]
        made = invite_many(administration=kenya.administration, newcomers=people, by=kenya.coordinator)
        return made[officer.email]

    def move(self, officer, invitation, kenya, fiji):
        transfer = ask_transfer(person=officer, to=kenya.administration, invitation=invitation)
        release(transfer=transfer, by=fiji.coordinator)
        return accept_transfer(transfer=transfer, by=kenya.coordinator)

    def test_nothing_is_lost_and_nothing_is_double(self, officer, invitation, kenya, fiji):
        shared, new = make_open_course(), make_open_course()
        old = make_people_cohort(fiji.administration, [officer], courses=[shared])
        planned = make_people_cohort(kenya.administration, [invitation.person], courses=[shared, new])
        before = Enrolment.objects.get(learner=officer, course=shared)
        self.move(officer, invitation, kenya, fiji)
        current = CohortMember.objects.current()
        assert [(item.cohort, item.person) for item in current] == [(planned, officer)]
        active = Enrolment.objects.filter(is_active=True)
        assert {(item.learner, item.course) for item in active} == {(officer, shared), (officer, new)}
        assert before in active
        assert not old.members.current().exists()
        here = User.objects.filter(administration=kenya.administration)
        assert set(here) == {kenya.coordinator, officer}

    def test_a_course_she_had_left_is_hers_again(self, officer, invitation, kenya, fiji):
        course = make_open_course()
        make_people_cohort(fiji.administration, [officer], courses=[course])
        Enrolment.objects.update(is_active=False)
        make_people_cohort(kenya.administration, [invitation.person], courses=[course])
        self.move(officer, invitation, kenya, fiji)
        assert Enrolment.objects.get(is_active=True).learner == officer

    def test_the_seat_kept_for_her_is_hers(self, officer, invitation, kenya, fiji):
        course = make_open_course()
        run = CourseRun.objects.create(course=course, name="June", seats=1)
        first = make_people_cohort(
            kenya.administration, [invitation.person], courses=[course], runs={course.pk: run.pk}
        )
        waiting = make_officers(kenya.administration, 1)
        make_people_cohort(kenya.administration, waiting, courses=[course], runs={course.pk: run.pk})
        self.move(officer, invitation, kenya, fiji)
        assert Place.objects.seated().get().learner == officer
        assert Place.objects.waiting().get().learner == waiting[0]
        assert [member.person for member in first.members.current()] == [officer]

    def test_an_invitation_taken_back_meanwhile_brings_nothing(self, officer, invitation, kenya, fiji):
        make_people_cohort(kenya.administration, [invitation.person])
        transfer = ask_transfer(person=officer, to=kenya.administration, invitation=invitation)
        withdraw_invitation(invitation=invitation, by=kenya.coordinator)
        release(transfer=transfer, by=fiji.coordinator)
        accept_transfer(transfer=transfer, by=kenya.coordinator)
        officer.refresh_from_db()
        assert officer.administration == kenya.administration
        assert not CohortMember.objects.current().exists()
