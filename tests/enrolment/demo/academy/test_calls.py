"""Calls of the demo, and the sessions of other programmes, as the verbs leave them."""

from collections import Counter

from django.utils import timezone

from clikc.people.models import User
from enrolment.admissions import api as admissions
from enrolment.admissions.models import Call, NominationChange
from enrolment.programmes.models import ProgrammeSession
from enrolment.progress.models import Attendance

CODES = ("fellowship", "cdp", "lmd")


def call_of(code: str) -> Call:
    return admissions.calls().get(session__programme__code=code)


def states_of(call: Call) -> Counter:
    return Counter(call.nominations.values_list("state", flat=True))


def test_an_open_call_with_120_nominations_in_every_state_before_a_selection(academy):
    call = call_of("vcoa")
    assert call.is_open
    assert call.session.starts_on > timezone.now().date()
    assert states_of(call).keys() == {"draft", "submitted", "endorsed", "shortlisted", "withdrawn"}
    assert call.nominations.count() == 120
    assert call.nominations.values("administration__region").distinct().count() == 6
    assert max(Counter(call.nominations.values_list("administration", flat=True)).values()) == 3
    field = admissions.field_of(call).values()
    assert {entrant.eligibility.verdict for entrant in field} == {"met", "open", "broken"}
    assert any(
        "VCOA" in reason.found for one in field for reason in admissions.reasons_in_words(one.eligibility)
    )
    assert {entrant.scored.given for entrant in field} == {0, 1, 2}
    lacking = admissions.missing_documents(call, [entrant.nomination for entrant in field]).values()
    assert 0 < sum(bool(asked) for asked in lacking) < len(field) / 2


def test_the_coordinator_who_signs_in_has_hers_and_one_application_waits(academy):
    coordinator = User.objects.get(email="coordinator@clikc.example")
    seen = admissions.nominations_seen_by(coordinator, coordinator.administration)
    assert Counter(seen.values_list("state", "origin")) == {
        ("endorsed", "nominated"): 1,
        ("draft", "nominated"): 1,
        ("submitted", "applied"): 1,
    }


def test_the_fellowship_has_offers_that_wait_and_a_reserve_list_that_has_moved(academy):
    call = call_of("fellowship")
    states = states_of(call)
    assert (states["accepted"] + states["enrolled"], states["declined"]) == (14, 1)
    assert states["reserve"]
    assert states["not_selected"]
    mine = call.nominations.get(person__email="agent@clikc.example")
    assert mine.state == "accepted"
    assert mine.answer_until > timezone.now()
    assert (
        NominationChange.objects.filter(nomination__call=call, before="reserve", after="accepted").count()
        == 1
    )


def test_sessions_of_other_programmes(academy):
    numbers = {
        (item.programme.code, item.language): item.participations.count()
        for item in ProgrammeSession.objects.filter(starts_on__lt=timezone.now(), programme__code__in=CODES)
    }
    assert numbers == {("fellowship", "fr"): 13, ("cdp", "en"): 10, ("lmd", "en"): 20}
    year = ProgrammeSession.objects.get(programme__code="cdp")
    months = {event.code: event.on.month for event in year.events.all()}
    assert (months["invitations"], months["nominations"], months["start"]) == (12, 3, 9)
    workshop = Attendance.objects.filter(participation__session__programme__code="lmd")
    assert workshop.count() == 200
    assert workshop.filter(state="absent").exists()
