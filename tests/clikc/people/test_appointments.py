"""Appointments: one coordinator on any day, handed over without a gap and without a day of two."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db.models import Q

from clikc.people.appointments import (
    AppointmentRefused,
    Refusal,
    appoint,
    appointments,
    end_appointment,
    hand_over,
    history_of,
    people_of,
)
from clikc.people.models import AuditEntry, RoleGrant, User
from tests.factories.people import (
    admin,
    administration_of,
    coordinator,
    officer,
    sign_in_with_second_factor,
)
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db


def day(number: int):
    return datetime.now(UTC).date() + timedelta(days=number)


@pytest.fixture
def kenya():
    return administration_of("KE")


@pytest.fixture
def boss():
    return admin(administration=None)


def holders(administration, on) -> list[User]:
    lasting = Q(ends_on=None) | Q(ends_on__gte=on)
    held = appointments().standing().filter(lasting, administration=administration, is_deputy=False)
    return [grant.user for grant in held.filter(Q(starts_on=None) | Q(starts_on__lte=on))]


def refused(why, verb, **facts):
    before = list(RoleGrant.objects.order_by("pk").values())
    with pytest.raises(AppointmentRefused) as error:
        verb(**facts)
    assert error.value.reason == why
    assert list(RoleGrant.objects.order_by("pk").values()) == before


def test_who_is_appointed_coordinates_from_that_day(kenya, boss):
    person, later = officer(), officer()
    appoint(administration=kenya, person=person, by=boss, ends_on=day(9))
    appoint(administration=kenya, person=later, by=boss, starts_on=day(10))
    assert User.objects.get(pk=person.pk).administrations_coordinated == [kenya.pk]
    assert User.objects.get(pk=later.pk).administrations_coordinated == []
    assert User.objects.get(pk=person.pk).needs_second_factor
    assert AuditEntry.objects.filter(what="appointed").count() == 2


def test_the_same_appointment_is_made_once(kenya, boss):
    person = officer()
    first = appoint(administration=kenya, person=person, by=boss)
    assert appoint(administration=kenya, person=person, by=boss) == first
    assert AuditEntry.objects.filter(what="appointed").count() == 1


@pytest.mark.parametrize(
    ("starts", "ends", "is_free"),
    [
        (0, 4, True),
        (0, 5, False),
        (7, 8, False),
        (10, 12, False),
        (11, 12, True),
        (11, None, True),
        (0, None, False),
    ],
)
def test_one_coordinator_on_any_day_and_deputies_beside(kenya, boss, starts, ends, is_free):
    appoint(administration=kenya, person=officer(), by=boss, starts_on=day(5), ends_on=day(10))
    days = {"starts_on": day(starts), "ends_on": None if ends is None else day(ends)}
    facts = {"administration": kenya, "person": officer(), "by": boss} | days
    if is_free:
        appoint(**facts)
    else:
        refused(Refusal.TAKEN, appoint, **facts)
        appoint(is_deputy=True, **facts)
    assert all(len(holders(kenya, day(number))) <= 1 for number in range(15))


def test_an_appointment_without_days_holds_every_day(kenya, boss):
    coordinator(administration="KE")
    refused(Refusal.TAKEN, appoint, administration=kenya, person=officer(), by=boss, starts_on=day(400))


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"administration": "FJ"}, Refusal.ELSEWHERE),
        ({"is_active": False}, Refusal.CLOSED),
    ],
)
def test_only_open_accounts_of_the_administration_or_of_none(kenya, boss, facts, reason):
    refused(reason, appoint, administration=kenya, person=officer(**facts), by=boss)
    assert appoint(administration=kenya, person=officer(administration=None), by=boss)


@pytest.mark.parametrize(("starts", "ends"), [(-1, 3), (3, 2)])
def test_days_that_cannot_be(kenya, boss, starts, ends):
    facts = {"administration": kenya, "person": officer(), "by": boss}
    refused(Refusal.DAYS, appoint, starts_on=day(starts), ends_on=day(ends), **facts)


@pytest.mark.parametrize("number", [0, 1, 30])
def test_handing_over_leaves_no_day_with_two_and_none_without(kenya, boss, number):
    old, new = coordinator(administration="KE"), officer()
    hand_over(administration=kenya, to=new, by=boss, on=day(number), reason="She retires")
    assert [holders(kenya, day(place)) for place in range(number)] == [[old]] * number
    assert holders(kenya, day(number)) == holders(kenya, day(300)) == [new]
    assert {grant.user for grant in history_of(kenya)} == {old, new}


def test_handing_over_today_takes_effect_at_once(kenya, boss):
    old, new = coordinator(administration="KE"), officer()
    hand_over(administration=kenya, to=new, by=boss)
    assert User.objects.get(pk=old.pk).administrations_coordinated == []
    assert User.objects.get(pk=new.pk).administrations_coordinated == [kenya.pk]


def test_a_deputy_takes_over(kenya, boss):
    coordinator(administration="KE")
    deputy = officer()
    appoint(administration=kenya, person=deputy, by=boss, is_deputy=True)
    hand_over(administration=kenya, to=deputy, by=boss, on=day(3))
    assert holders(kenya, day(3)) == [deputy]
    assert [grant.is_deputy for grant in people_of(kenya)] == [False, True]
    assert appointments().get(user=deputy, is_deputy=True).ends_on == day(2)


def test_handing_over_twice_is_handing_over_once(kenya, boss):
    coordinator(administration="KE")
    new = officer()
    first = hand_over(administration=kenya, to=new, by=boss, on=day(3))
    assert hand_over(administration=kenya, to=new, by=boss, on=day(3)) == first
    refused(Refusal.ALREADY, hand_over, administration=kenya, to=new, by=boss, on=day(5))
    refused(Refusal.DAYS, hand_over, administration=kenya, to=officer(), by=boss, on=day(-1))


def test_handing_over_to_somebody_who_may_not_changes_nothing(kenya, boss):
    coordinator(administration="KE")
    stranger = officer(administration="FJ")
    refused(Refusal.ELSEWHERE, hand_over, administration=kenya, to=stranger, by=boss)


def test_ending_at_once_or_on_a_day(kenya, boss):
    grant = appoint(administration=kenya, person=officer(), by=boss)
    assert end_appointment(grant=grant, by=boss, reason="x", last_day=day(5)).ends_on == day(5)
    refused(Refusal.DAYS, end_appointment, grant=grant, by=boss, reason="x", last_day=day(6))
    refused(Refusal.DAYS, end_appointment, grant=grant, by=boss, reason="x", last_day=day(-1))
    ended = end_appointment(grant=grant, by=boss, reason="Moved")
    assert (ended.ended_by, ended.end_reason) == (boss, "Moved")
    assert end_appointment(grant=grant, by=None, reason="again").end_reason == "Moved"
    assert people_of(kenya) == []


def test_who_was_coordinator_long_ago_can_be_again(kenya, boss):
    person = officer()
    grant = appoint(administration=kenya, person=person, by=boss, ends_on=day(3))
    RoleGrant.objects.filter(pk=grant.pk).update(starts_on=day(-9), ends_on=day(-2))
    again = appoint(administration=kenya, person=person, by=boss)
    assert again.pk != grant.pk
    assert len(history_of(kenya)) == 2


def test_both_are_told_by_letter(kenya, boss, django_capture_on_commit_callbacks):
    old, new = coordinator(administration="KE"), officer()
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(administration=kenya, to=new, by=boss, on=day(3))
    assert {letter.to[0] for letter in mail.outbox} == {old.email, new.email}
    assert any("Kenya" in letter.body and "national coordinator" in letter.body for letter in mail.outbox)


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_is_coordinator(kenya, boss):
    def try_to(person):
        try:
            return appoint(administration=kenya, person=person, by=boss)
        except AppointmentRefused:
            return None

    made = at_once(try_to, [officer() for _ in range(4)])
    assert sum(item is not None for item in made) == 1
    assert len(holders(kenya, day(0))) == 1


@pytest.mark.django_db(transaction=True)
def test_handed_over_to_two_at_once_one_follows_the_other(kenya, boss):
    coordinator(administration="KE")
    at_once(lambda to: hand_over(administration=kenya, to=to, by=boss), [officer(), officer()])
    assert len(holders(kenya, day(0))) == 1


class TestBackOffice:
    """The form of roles goes the same way."""

    @pytest.fixture
    def send(self, client, boss):
        sign_in_with_second_factor(client, boss)
        facts = {"role": "national_coordinator", "reason": "x"}
        return lambda person, place: client.post(
            "/admin/roles/new/", facts | {"email": person.email, "administration": place.pk}
        )

    def test_appoints(self, send, kenya):
        person = officer()
        assert send(person, kenya).status_code == 302
        assert [grant.user for grant in people_of(kenya)] == [person]

    def test_does_not_appoint_a_second_one(self, send, kenya):
        coordinator(administration="KE")
        page = send(officer(), kenya)
        assert "has a coordinator" in page.content.decode()
        assert appointments().count() == 1
