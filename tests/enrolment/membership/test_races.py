"""Several at once: the first decision stands, nothing happens twice."""

import pytest

from clikc.people.models import AuditEntry, User
from clikc.post.models import Letter
from enrolment.membership.accepting import accept_with_new_account
from enrolment.membership.api import (
    Newcomer,
    accept_transfer,
    approve,
    ask_to_join,
    ask_transfer,
    deactivate,
    invite_many,
    refuse,
    release,
    withdraw_invitation,
    withdraw_transfer,
    write_invitations,
)
from enrolment.membership.models import Invitation, JoinRequest, Transfer
from enrolment.membership.reminding import remind_coordinators
from tests.factories.coordination import make_request, make_transfer
from tests.factories.people import coordinator, make_person
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def invite(place) -> Invitation:
    people = [Newcomer("amal@customs.example", "Amal Haddad")]
    [made] = invite_many(administration=place.administration, newcomers=people, by=None).values()
    return made


def test_two_deputies_decide_at_once(kenya):
    deputy = coordinator(administration="KE")
    request = make_request(kenya.administration)

    def decide(step):
        if step == "yes":
            return bool(approve(requests=[request], by=kenya.coordinator))
        after = refuse(request=request, by=deputy, reason="No")
        return after.state == JoinRequest.State.REFUSED

    won = at_once(decide, ["yes", "no", "yes", "no"])
    request.refresh_from_db()
    person = User.objects.get(pk=request.person_id)
    is_member = person.administration_id == kenya.administration.pk
    assert is_member == (request.state == JoinRequest.State.APPROVED)
    assert (won[0] + won[2], won[1] and won[3]) == ((1, False) if is_member else (0, True))
    assert Letter.objects.count() == 1


def test_asking_many_times_asks_once(kenya):
    person = make_person(administration=None)

    def ask(_number):
        return ask_to_join(person=person, administration=kenya.administration).pk

    assert len(set(at_once(ask, range(5)))) == 1
    assert JoinRequest.objects.count() == 1


def test_an_invitation_is_accepted_once(kenya):
    invitation = invite(kenya)

    def accept(number):
        return accept_with_new_account(
            invitation=invitation,
            printed_name=f"Amal {number}x",
            preferred_language="en",
            password=f"a quiet harbour {number}",
        )

    won = [person for person in at_once(accept, range(4)) if person]
    [person] = User.objects.filter(email="amal@customs.example")
    assert won == [person]
    assert person.printed_name == won[0].printed_name
    assert AuditEntry.objects.filter(what="invitation_accepted").count() == 1


def test_accepting_and_withdrawing(kenya):
    invitation = invite(kenya)

    def do(step):
        if step == "withdraw":
            return withdraw_invitation(invitation=invitation, by=kenya.coordinator).withdrawn_at is not None
        facts = {"printed_name": "Amal", "preferred_language": "en", "password": "a quiet harbour"}
        return accept_with_new_account(invitation=invitation, **facts) is not None

    accepted, withdrawn = at_once(do, ["accept", "withdraw"])
    invitation.refresh_from_db()
    assert accepted != withdrawn
    assert (invitation.accepted_at is not None, invitation.withdrawn_at is not None) == (accepted, withdrawn)


def test_releasing_and_withdrawing(kenya, fiji):
    transfer = make_transfer(make_person(administration="KE"), fiji.administration)

    def do(step):
        if step == "release":
            return release(transfer=transfer, by=kenya.coordinator).state
        return withdraw_transfer(transfer=transfer).state

    at_once(do, ["release", "withdraw"])
    transfer.refresh_from_db()
    # Withdrawing is possible before and after the release: it always holds.
    assert transfer.state == Transfer.State.WITHDRAWN
    assert accept_transfer(transfer=transfer, by=fiji.coordinator).state == Transfer.State.WITHDRAWN


def test_accepting_a_transfer_and_withdrawing_it(kenya, fiji):
    officer = make_person(administration="KE")
    transfer = make_transfer(officer, fiji.administration, state=Transfer.State.RELEASED)

    def do(step):
        if step == "withdraw":
            return withdraw_transfer(transfer=transfer).state
        return accept_transfer(transfer=transfer, by=fiji.coordinator).state

    [state] = set(at_once(do, ["accept", "withdraw", "accept"]))
    officer.refresh_from_db()
    has_moved = officer.administration_id == fiji.administration.pk
    assert has_moved == (state == Transfer.State.ACCEPTED)


def test_two_administrations_at_once(kenya, fiji):
    officer = make_person(administration="JO")

    def ask(place):
        return ask_transfer(person=officer, to=place).pk

    assert len(set(at_once(ask, [kenya.administration, fiji.administration]))) == 1


def test_letters_and_reminders_leave_once(kenya):
    invitation = invite(kenya)
    make_request(kenya.administration, days_ago=9)

    def write(step):
        if step == "remind":
            return remind_coordinators()
        return write_invitations(invitations=[invitation], by=None)

    at_once(write, ["remind", "write", "remind", "write"])
    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["invitation", "registrations-wait"]


def test_closing_twice_at_once_is_written_down_once(kenya):
    officer = make_person(administration="KE")

    def close(_number):
        return len(deactivate(people=[officer], by=kenya.coordinator, reason="Left"))

    assert sum(at_once(close, range(4))) == 1
    assert AuditEntry.objects.filter(what="deactivated").count() == 1
