"""The door of the invited: who invites, a password or the own account, and clear words when it is over."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core import mail, signing
from django.core.cache import cache
from django.urls import reverse

from clikc.people.api import grant_role
from clikc.people.models import AuditEntry, User
from enrolment.admissions.models import Enrolment
from enrolment.membership.api import (
    Newcomer,
    deactivate,
    find_many,
    invite_many,
    standing_of,
    withdraw_invitation,
)
from enrolment.membership.models import Invitation, Merge, Transfer
from enrolment.membership.tokens import SALT, VALID, token_of
from tests.factories.coordination import make_open_course, make_people_cohort
from tests.factories.people import PASSWORD, make_person, sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "amal@customs.example"
FORM = {"printed_name": "Amal  Haddad", "preferred_language": "fr", "password1": PASSWORD}


def invite(place, address=ADDRESS, language="en") -> Invitation:
    people = [Newcomer(address, "Amal Hadad", language)]
    [made] = invite_many(administration=place.administration, newcomers=people, by=place.coordinator).values()
    return made


def link(invitation) -> str:
    return reverse("invitation", args=[token_of(invitation)])


@pytest.fixture
def invitation(kenya):
    return invite(kenya)


@pytest.fixture
def known(kenya, fiji):
    """Somebody of Fiji, whom Kenya invites without knowing it."""
    person = make_person(ADDRESS, administration="FJ")
    return person, invite(kenya)


def test_looking_changes_nothing_and_tells_nobody(client, invitation):
    answer = client.get(link(invitation))
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "strict-origin")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Kenya" in answer.text
    assert ADDRESS in answer.text
    client.head(link(invitation))
    invitation.refresh_from_db()
    assert invitation.is_open


def test_a_password_opens_the_account(client, invitation):
    answer = client.post(link(invitation), FORM)
    assert (answer.status_code, answer.url) == (302, "/fr/my/")
    person = User.objects.get(email=ADDRESS)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert (person.printed_name, person.preferred_language) == ("Amal Haddad", "fr")
    assert EmailAddress.objects.get(user=person).verified
    invitation.refresh_from_db()
    assert invitation.accepted_at
    assert AuditEntry.objects.filter(person=person, what="invitation_accepted").count() == 1
    client.post(reverse("account_logout"))
    again = client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    assert again.url == reverse("desk")


def test_the_second_tab_and_the_second_click(client, invitation):
    address = link(invitation)
    client.post(address, FORM)
    assert client.post(address, FORM | {"password1": "another quiet harbour"}).url == reverse("desk")
    assert User.objects.get(email=ADDRESS).check_password(PASSWORD)
    client.logout()
    answer = client.get(address)
    assert answer.status_code == 410
    assert "You have accepted this invitation" in answer.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("password1", "short", "at least 10 characters"),
        ("password1", "password1234", "too common"),
        ("password1", "Amal Haddad", "too similar"),
        ("password1", "amal@customs.example", "too similar"),
        ("printed_name", "Amal\u202egnp", "invisible character"),
        ("printed_name", "Am\x00al", "Null characters"),
        ("printed_name", "A" * 10_000, "at most 120"),
        ("preferred_language", "tlh", "not one of the available choices"),
    ],
)
def test_what_is_refused(client, invitation, field, value, words):
    answer = client.post(link(invitation), FORM | {field: value})
    assert answer.status_code == 400
    assert words in answer.text
    invitation.refresh_from_db()
    assert invitation.is_open


def test_links_that_nobody_was_sent(client, invitation):
    good = token_of(invitation)
    forged = signing.dumps(str(invitation.pk), salt="another")
    unknown = signing.dumps("00000000-0000-0000-0000-000000000000", salt=SALT)
    odd = signing.dumps("nonsense", salt=SALT)
    for token in (good[:-1], good[1:], forged, unknown, odd, "x" * 5_000, "\u202e:1:2"):
        assert client.get(reverse("invitation", args=[token])).status_code == 404


def test_an_old_link_says_so(client, invitation, monkeypatch):
    then = time.time() - VALID.total_seconds() - 60
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: then)
        address = link(invitation)
    for answer in (client.get(address), client.post(address, FORM)):
        assert answer.status_code == 410
        assert "This link has run out" in answer.text
    assert Invitation.objects.open().exists()


def test_withdrawn_and_closed_are_over(client, kenya, invitation):
    address = link(invitation)
    other = invite(kenya, "other@customs.example")
    deactivate(people=[other.person], by=kenya.coordinator, reason="Left")
    withdraw_invitation(invitation=invitation, by=kenya.coordinator)
    for there in (address, link(other)):
        for answer in (client.get(there), client.post(there, FORM)):
            assert answer.status_code == 410
            assert "withdrawn" in answer.text


def test_a_new_password_accepts_as_well(client, invitation):
    client.post(reverse("account_reset_password"), {"email": ADDRESS})
    code = re.search(r"\b\d{4}-\d{4}\b", mail.outbox[-1].body).group()
    client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    client.post(reverse("account_complete_password_reset"), {"password1": PASSWORD})
    cache.clear()
    answer = client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    assert answer.url == reverse("desk")
    invitation.refresh_from_db()
    assert invitation.accepted_at


def test_somebody_else_is_asked_to_sign_out(client, invitation):
    other = sign_in(client, make_person())
    answer = client.post(link(invitation), FORM)
    assert "Sign out to answer it" in answer.text
    assert other.email in answer.text
    assert Invitation.objects.open().exists()


def test_who_has_an_account_signs_in_first_and_asks_to_move(client, known, kenya):
    person, invitation = known
    address = link(invitation)
    page = client.get(address)
    assert "already" in page.text
    assert client.post(address, FORM).status_code == 200
    assert not invitation.person.has_usable_password()
    sign_in(client, person)
    assert "Fiji" in client.get(address).text
    assert client.post(address, {"note": "I moved in May."}).url == reverse("membership")
    [transfer] = Transfer.objects.all()
    assert (transfer.person, transfer.to_administration, transfer.invitation, transfer.note) == (
        person,
        kenya.administration,
        invitation,
        "I moved in May.",
    )
    client.post(address, {"note": "again"})
    assert Transfer.objects.count() == 1


def test_the_coordinator_learns_nothing_of_the_account_elsewhere(known, kenya):
    _person, invitation = known
    [found] = find_many(administration=kenya.administration, addresses=[ADDRESS]).values()
    assert found.person == invitation.person
    assert found.person.address == ADDRESS


def test_another_account_does_not_accept_for_her(client, known):
    _person, invitation = known
    sign_in(client, make_person())
    assert "Sign out to answer it" in client.post(link(invitation), {"note": ""}).text
    assert not Transfer.objects.exists()


def test_who_was_of_nothing_is_in_at_once_with_what_was_planned(client, kenya):
    person = make_person(ADDRESS, administration=None)
    invitation = invite(kenya)
    course = make_open_course()
    cohort = make_people_cohort(kenya.administration, [invitation.person], courses=[course])
    sign_in(client, person)
    answer = client.post(link(invitation), follow=True)
    assert "You are an officer of Kenya" in answer.text
    person.refresh_from_db()
    assert person.administration == kenya.administration
    assert [item.person for item in cohort.members.current()] == [person]
    assert Enrolment.objects.get(is_active=True).learner == person
    stand_in = User.objects.get(pk=invitation.person_id)
    assert (stand_in.administration, stand_in.contact, stand_in.is_active) == (None, "", False)
    assert Merge.objects.get().dropped == stand_in
    assert client.get(link(invitation)).url == reverse("desk")
    [found] = find_many(administration=kenya.administration, addresses=[ADDRESS]).values()
    assert found.person == person


def test_where_the_owner_has_another_address_now_the_letter_makes_an_account(client, known):
    person, invitation = known
    EmailAddress.objects.filter(user=person).update(email="new@customs.example")
    User.objects.filter(pk=person.pk).update(email="new@customs.example")
    assert client.post(link(invitation), FORM).url == "/fr/my/"
    accepted = User.objects.get(email=ADDRESS)
    assert (accepted.pk, accepted.contact) == (invitation.person_id, "")


def test_guessing_is_slowed_down(client, invitation):
    address = reverse("invitation", args=["nonsense"])
    answers = {client.post(address).status_code for _ in range(70)}
    assert answers == {404, 429}


def test_a_coordinators_second_factor_is_asked_for_as_ever(client, invitation, kenya):
    """Somebody invited who was given a role before she came: the role's pages ask for the factor."""
    grant_role(
        user=invitation.person,
        role="national_coordinator",
        by=None,
        administration=kenya.administration,
    )
    client.post(link(invitation), FORM)
    answer = client.get(reverse("coordination"))
    assert answer.url == reverse("mfa_activate_totp")


def test_the_desk_of_a_member_tells_nothing(client, invitation):
    client.post(link(invitation), FORM)
    assert not standing_of(User.objects.get(email=ADDRESS)).news
