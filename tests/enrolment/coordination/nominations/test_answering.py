"""Offers answered by a coordinator: asked first, said with its consequence, on record as hers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clikc.post.models import Letter
from enrolment.admissions.models import Nomination
from tests.factories.academies import make_call, make_nomination
from tests.factories.coordination import make_workspace


def here(route, pk):
    return reverse(f"coordination_nomination{route}", kwargs={"code": "KE", "pk": pk})


@pytest.fixture
def call(db):
    """Its results are out."""
    now = timezone.now()
    return make_call(seats=2, closes_at=now - timedelta(days=2), published_at=now - timedelta(days=1))


@pytest.fixture
def field(made, call):
    """Two with an offer, one on the reserve list."""
    until = timezone.now() + timedelta(days=9)
    facts = [
        {"state": "accepted", "seat": 1, "answer_until": until},
        {"state": "accepted", "seat": 2, "answer_until": until},
        {"state": "reserve", "reserve_position": 1},
    ]
    pairs = zip(made.officers, facts, strict=False)
    return [make_nomination(call, person=person, **known) for person, known in pairs]


def states(field) -> list[str]:
    return [Nomination.objects.get(pk=item.pk).state for item in field]


def test_a_seat_is_accepted_and_another_declined_after_a_page_that_says_what_follows(mine, made, call, field):
    first, second, _third = field
    listed = mine.get(reverse("coordination_call", kwargs={"code": "KE", "call_id": call.pk}))
    assert listed.content.decode().count("Answer until") == 2
    page = mine.get(here("", first.pk)).content.decode()
    assert all(here(route, first.pk) in page for route in ("_accept", "_decline"))
    assert here("_withdraw", first.pk) not in page
    assert "takes part in the session" in mine.get(here("_accept", first.pk)).content.decode()
    asked = mine.get(here("_decline", second.pk)).content.decode()
    assert "goes to the next on the reserve list" in asked
    assert mine.post(here("_decline", second.pk), {"reason": "a\u202eb"}).status_code == 200
    assert states(field) == ["accepted", "accepted", "reserve"]
    for _twice in range(2):
        mine.post(here("_accept", first.pk))
        mine.post(here("_decline", second.pk), {"reason": "On leave"})
    assert states(field) == ["enrolled", "declined", "accepted"]
    for item, reason in ((first, ""), (second, "On leave")):
        change = item.changes.get()
        assert (change.by, change.role, change.reason) == (made.coordinator, "national_coordinator", reason)
    assert Letter.objects.filter(kind="nomination-on-behalf").count() == 2
    shown = mine.get(here("", second.pk)).content.decode()
    assert ("On leave" in shown, made.coordinator.get_full_name() in shown) == (True, True)


def test_a_place_on_the_reserve_list_is_given_up_and_what_is_over_is_not_answered(mine, field):
    first, _second, third = field
    assert "no seat will be offered" in mine.get(here("_decline", third.pk)).content.decode()
    Nomination.objects.filter(pk=first.pk).update(answer_until=timezone.now() - timedelta(minutes=1))
    for item, route in ((third, "_accept"), (first, "_accept"), (first, "_decline")):
        for ask in (mine.get, mine.post):
            assert ask(here(route, item.pk))["Location"] == here("", item.pk)
    mine.post(here("_decline", third.pk), {"reason": ""})
    assert states(field) == ["accepted", "accepted", "declined"]


def test_nobody_answers_for_another_administration_nor_before_the_results(mine, call, field):
    other = make_workspace("UG", officers=1)
    theirs = make_nomination(call, person=other.officers[0], state="accepted", seat=9)
    for route in ("_accept", "_decline"):
        for ask in (mine.get, mine.post):
            assert ask(here(route, theirs.pk)).status_code == 404
    call.published_at = None
    call.save()
    mine.post(here("_accept", field[0].pk))
    assert states([theirs, *field]) == ["accepted", "accepted", "accepted", "reserve"]
