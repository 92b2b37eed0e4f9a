"""Registrations: asked, answered, confirmed, refused; the first decision stands."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from clikc.people.models import AuditEntry, User
from clikc.post.models import Letter
from enrolment.membership.api import (
    Known,
    MemberAlready,
    Newcomer,
    approve,
    ask_back,
    ask_to_join,
    find_many,
    invite_many,
    refuse,
    reopen,
    waiting_in,
    withdraw_request,
)
from enrolment.membership.joining import answer
from enrolment.membership.models import JoinRequest
from enrolment.membership.reminding import remind_coordinators
from tests.factories.coordination import make_people_cohort, make_request, make_units
from tests.factories.people import administration_of, coordinator, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina():
    return make_person("amina@customs.example", administration=None, printed_name="Amina Otieno")


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    def done(verb, **facts):
        with django_capture_on_commit_callbacks(execute=True):
            return verb(**facts)

    return done


def test_one_at_a_time(amina, kenya, fiji):
    first = ask_to_join(person=amina, administration=kenya.administration, note="Border post 3")
    assert ask_to_join(person=amina, administration=fiji.administration) == first
    withdraw_request(request=first)
    second = ask_to_join(person=amina, administration=fiji.administration)
    assert (second.administration, JoinRequest.objects.open().get()) == (fiji.administration, second)


def test_members_ask_for_a_transfer_instead(kenya, fiji):
    with pytest.raises(MemberAlready):
        ask_to_join(person=make_person(administration="KE"), administration=fiji.administration)


def test_confirmed_she_is_a_member_and_is_told(amina, kenya, send, mailoutbox):
    [unit] = make_units(kenya.administration, 1)
    request = ask_to_join(person=amina, administration=kenya.administration)
    assert send(approve, requests=[request], by=kenya.coordinator, unit=unit) == [request]
    amina.refresh_from_db()
    assert (amina.administration, amina.unit) == (kenya.administration, unit)
    [letter] = mailoutbox
    assert (letter.to, "Kenya" in letter.body) == ([amina.email], True)
    assert approve(requests=[request], by=kenya.coordinator) == []
    assert AuditEntry.objects.filter(person=amina, what="join_approved").count() == 1


def test_a_unit_of_another_administration_is_no_unit(amina, kenya, fiji):
    request = ask_to_join(person=amina, administration=kenya.administration)
    [unit] = make_units(fiji.administration, 1)
    with pytest.raises(ValueError, match="another administration"):
        approve(requests=[request], by=kenya.coordinator, unit=unit)
    request.refresh_from_db()
    assert request.is_open


def test_a_question_and_its_answer(amina, kenya, send, mailoutbox):
    request = ask_to_join(person=amina, administration=kenya.administration)
    send(ask_back, request=request, by=kenya.coordinator, question="Which unit?")
    assert "Which unit?" in mailoutbox[0].body
    assert send(answer, request=request, text="Border post 3").state == JoinRequest.State.WAITING
    send(ask_back, request=request, by=kenya.coordinator, question="Since when?")
    request.refresh_from_db()
    assert (request.question, request.answer) == ("Since when?", "")
    assert "Since when?" in mailoutbox[1].body


def test_an_answer_nobody_asked_for_changes_nothing(amina, kenya):
    request = ask_to_join(person=amina, administration=kenya.administration)
    assert answer(request=request, text="Hello").answer == ""


def test_refused_with_a_reason_and_taken_back(amina, kenya, send, mailoutbox):
    amina.preferred_language = "fr"
    amina.save()
    request = ask_to_join(person=amina, administration=kenya.administration)
    send(refuse, request=request, by=kenya.coordinator, reason="We do not know you.")
    assert "We do not know you." in mailoutbox[0].body
    assert "/fr/my/administration/" in mailoutbox[0].body
    assert reopen(request=request, by=kenya.coordinator).state == JoinRequest.State.WAITING
    send(approve, requests=[request], by=kenya.coordinator)
    assert len(mailoutbox) == 2


def test_a_refusal_is_not_taken_back_once_she_asked_elsewhere(amina, kenya, fiji):
    request = ask_to_join(person=amina, administration=kenya.administration)
    refuse(request=request, by=kenya.coordinator, reason="No")
    ask_to_join(person=amina, administration=fiji.administration)
    assert reopen(request=request, by=kenya.coordinator).state == JoinRequest.State.REFUSED


def test_the_second_deputy_gets_what_the_first_decided(amina, kenya):
    deputy = coordinator(administration="KE")
    request = ask_to_join(person=amina, administration=kenya.administration)
    refuse(request=request, by=kenya.coordinator, reason="No")
    assert approve(requests=[request], by=deputy) == []
    after = ask_back(request=request, by=deputy, question="Who?")
    assert (after.state, after.decided_by) == (JoinRequest.State.REFUSED, kenya.coordinator)
    assert refuse(request=request, by=deputy, reason="Me too").reason == "No"


def test_a_letter_that_is_no_longer_true_does_not_leave(amina, kenya, mailoutbox, send):
    request = ask_to_join(person=amina, administration=kenya.administration)

    def there_and_back():
        refuse(request=request, by=kenya.coordinator, reason="No")
        reopen(request=request, by=kenya.coordinator)

    send(there_and_back)
    assert mailoutbox == []
    assert Letter.objects.get().outcome == "dropped"


def test_before_the_address_is_confirmed_nobody_is_shown_it(amina, kenya):
    EmailAddress.objects.update(verified=False)
    request = ask_to_join(person=amina, administration=kenya.administration)
    assert not JoinRequest.objects.visible_to(kenya.coordinator).exists()
    assert waiting_in(kenya.administration).registrations == 0
    [found] = find_many(administration=kenya.administration, addresses=[amina.email]).values()
    assert found.known == Known.UNKNOWN
    assert approve(requests=[request], by=kenya.coordinator) == []


def test_who_sees_it(amina, kenya, fiji):
    request = ask_to_join(person=amina, administration=kenya.administration)
    seen = JoinRequest.objects.visible_to
    assert list(seen(kenya.coordinator)) == list(seen(amina)) == [request]
    assert not seen(fiji.coordinator).exists()
    assert not seen(make_person(administration="KE")).exists()
    refuse(request=request, by=kenya.coordinator, reason="No")
    assert seen(kenya.coordinator).exists()
    other = ask_to_join(person=amina, administration=fiji.administration)
    approve(requests=[other], by=fiji.coordinator)
    assert not seen(kenya.coordinator).exists()


def test_confirming_takes_what_an_invitation_had_planned(amina, kenya):
    """She was invited by an address that has an account, and registered instead of accepting."""
    people = [Newcomer(amina.email, "Amina Otieno")]
    [invitation] = invite_many(
        administration=kenya.administration, newcomers=people, by=kenya.coordinator
    ).values()
    cohort = make_people_cohort(kenya.administration, [invitation.person])
    approve(requests=[ask_to_join(person=amina, administration=kenya.administration)], by=kenya.coordinator)
    invitation.refresh_from_db()
    assert invitation.accepted_at
    assert [member.person for member in cohort.members.current()] == [amina]
    assert User.objects.filter(administration=kenya.administration, is_active=True).count() == 2


def test_many_are_confirmed_with_as_few_queries(kenya, django_assert_max_num_queries):
    requests = [make_request(kenya.administration) for _ in range(40)]
    with django_assert_max_num_queries(22):
        assert len(approve(requests=requests, by=kenya.coordinator)) == 40


class TestReminders:
    def remind(self, capture):
        with capture(execute=True):
            remind_coordinators()

    def test_after_three_days_and_not_before(self, kenya, mailoutbox, django_capture_on_commit_callbacks):
        deputy = coordinator(administration="KE")
        make_request(kenya.administration, days_ago=2)
        self.remind(django_capture_on_commit_callbacks)
        assert mailoutbox == []
        make_request(kenya.administration, days_ago=4)
        self.remind(django_capture_on_commit_callbacks)
        self.remind(django_capture_on_commit_callbacks)
        assert {letter.to[0] for letter in mailoutbox} == {kenya.coordinator.email, deputy.email}
        assert len(mailoutbox) == 2
        assert "2 officers" in mailoutbox[0].body
        assert "/en/coordination/KE/registrations/" in mailoutbox[0].body

    def test_again_after_three_days(self, kenya, mailoutbox, django_capture_on_commit_callbacks):
        make_request(kenya.administration, days_ago=9)
        self.remind(django_capture_on_commit_callbacks)
        JoinRequest.objects.update(reminded_at=timezone.now() - timedelta(days=3, minutes=1))
        self.remind(django_capture_on_commit_callbacks)
        assert len(mailoutbox) == 2

    def test_not_of_what_waits_for_the_officer(self, kenya, mailoutbox, django_capture_on_commit_callbacks):
        request = make_request(kenya.administration, days_ago=9)
        ask_back(request=request, by=kenya.coordinator, question="Which unit?")
        Letter.objects.all().delete()
        self.remind(django_capture_on_commit_callbacks)
        assert mailoutbox == []

    def test_nobody_where_there_is_no_coordinator(self, mailoutbox, django_capture_on_commit_callbacks):
        make_request(administration_of("JO"), days_ago=9)
        self.remind(django_capture_on_commit_callbacks)
        assert mailoutbox == []
