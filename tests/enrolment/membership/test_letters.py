"""Letters of invitation: in the language of the invited, once a day at most, never after all is settled."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from clikc.people.models import AuditEntry, User
from clikc.post.models import Letter
from enrolment.membership.api import (
    Newcomer,
    find_many,
    invite_many,
    not_accepted,
    send_again,
    withdraw_invitation,
    withdraw_invitations,
    write_invitations,
)
from enrolment.membership.models import Invitation
from tests.factories.coordination import make_open_course, make_people_cohort
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def invite(place, address="amal@customs.example", language="en", **facts) -> Invitation:
    newcomer = Newcomer(address, facts.pop("name", "Amal Haddad"), language, **facts)
    [invitation] = invite_many(
        administration=place.administration, newcomers=[newcomer], by=place.coordinator
    ).values()
    return invitation


@pytest.fixture
def post_now(django_capture_on_commit_callbacks):
    def write(invitations, by=None):
        with django_capture_on_commit_callbacks(execute=True):
            return write_invitations(invitations=invitations, by=by)

    return write


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_stranger_and_somebody_known_elsewhere_get_the_same_letter(
    kenya, fiji, mailoutbox, post_now, language, is_known
):
    if is_known:
        make_person("amal@customs.example", administration="FJ", preferred_language="es")
    invitation = invite(kenya, language=language)
    post_now([invitation], kenya.coordinator)
    [letter] = mailoutbox
    assert letter.to == ["amal@customs.example"]
    assert re.search(rf"/{language}/invitation/[\w:-]+/\n", letter.body)
    assert str(kenya.coordinator) in letter.body
    assert "invited.invalid" not in letter.body + str(letter.message())
    html = letter.alternatives[0][0]
    assert f'lang="{language}"' in html
    assert "Amal Haddad" in html


def test_it_names_the_cohort_and_its_courses(kenya, mailoutbox, post_now):
    invitation = invite(kenya)
    course = make_open_course()
    make_people_cohort(kenya.administration, [invitation.person], courses=[course], name="Recruits 2027")
    post_now([invitation])
    assert "Recruits 2027" in mailoutbox[-1].body


def test_not_twice_in_a_day_and_then_again(kenya, mailoutbox, post_now):
    invitation = invite(kenya)
    assert post_now([invitation]) == [invitation]
    assert post_now([invitation]) == []
    Invitation.objects.update(last_letter_at=timezone.now() - timedelta(hours=25))
    assert post_now([invitation]) == [invitation]
    assert len(mailoutbox) == 2
    assert list(Letter.objects.order_by("pk").values_list("key", flat=True)) == [
        f"invitation:{invitation.pk}:1",
        f"invitation:{invitation.pk}:2",
    ]


def test_reminding_by_hand_stands_in_the_record(kenya):
    invitation = invite(kenya)
    assert send_again(invitations=[invitation], by=kenya.coordinator) == [invitation]
    assert send_again(invitations=[invitation], by=kenya.coordinator) == []
    assert AuditEntry.objects.filter(person=invitation.person, what="invited_again").count() == 1


def test_who_did_not_answer_for_a_fortnight(kenya, fiji):
    invitation, other = invite(kenya), invite(fiji, "other@customs.example")
    write_invitations(invitations=[invitation, other], by=None)
    assert not not_accepted(administration=kenya.administration)
    Invitation.objects.update(last_letter_at=timezone.now() - timedelta(days=15))
    assert list(not_accepted(administration=kenya.administration)) == [invitation]


def test_a_withdrawn_invitation_has_no_letter_and_its_address_is_free(
    kenya, mailoutbox, django_capture_on_commit_callbacks
):
    invitation = invite(kenya)
    with django_capture_on_commit_callbacks(execute=True):
        write_invitations(invitations=[invitation], by=None)
        assert not withdraw_invitation(invitation=invitation, by=kenya.coordinator).is_open
    assert mailoutbox == []
    person = User.objects.get(pk=invitation.person_id)
    assert (person.administration, person.contact, person.is_active) == (None, "", False)
    assert "amal" not in person.email
    assert not person.emailaddress_set.exists()
    address = "amal@customs.example"
    [found] = find_many(administration=kenya.administration, addresses=[address]).values()
    assert found.known == "unknown"
    assert invite(kenya).person.email == address


@pytest.mark.parametrize("is_known", [False, True])
def test_who_is_no_longer_invited_leaves_her_cohorts(kenya, fiji, is_known):
    if is_known:
        make_person("amal@customs.example", administration="FJ")
    invitation = invite(kenya)
    cohort = make_people_cohort(kenya.administration, [invitation.person])
    assert withdraw_invitations(invitations=[invitation], by=kenya.coordinator) == [invitation]
    assert withdraw_invitations(invitations=[invitation], by=kenya.coordinator) == []
    assert not cohort.members.current().exists()


def test_an_accepted_invitation_cannot_be_withdrawn(kenya):
    invitation = invite(kenya)
    Invitation.objects.update(accepted_at=timezone.now())
    assert withdraw_invitation(invitation=invitation, by=kenya.coordinator).withdrawn_at is None
    assert User.objects.get(pk=invitation.person_id).is_active


def test_a_thousand_letters_cost_a_handful_of_queries(kenya, django_assert_max_num_queries):
    people = [Newcomer(f"new{number}@customs.example", f"New {number}x") for number in range(300)]
    made = invite_many(administration=kenya.administration, newcomers=people, by=kenya.coordinator)
    with django_assert_max_num_queries(14):
        assert len(write_invitations(invitations=made.values(), by=None)) == 300
