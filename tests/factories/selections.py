"""A call whose deadline is over, with a field of candidates from several regions, for tests of its pages."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from enrolment.admissions.models import Call, CallTrainer, NominationChange, Score
from tests.factories import people
from tests.factories.academies import make_call, make_nomination

RULES = [
    {"code": "service_under", "years": 4},
    {"code": "language", "values": ["en"], "is_wish": True},
    {"code": "not_before"},
]
# Administration, gender, points of the two trainers, since when in the administration.
FIELD = (
    ("KE", "woman", (90, 92), date(2025, 3, 1)),
    ("KE", "man", (80, 88), date(2025, 3, 1)),
    ("SN", "woman", (84, 84), date(2024, 9, 1)),
    ("JO", "man", (84, 84), date(2024, 9, 1)),
    ("PE", "woman", (70,), date(2025, 1, 7)),
    ("FJ", "man", (60, 50), date(2010, 1, 1)),
    ("UG", "", (40, 50), None),
)


def make_selection(**facts) -> SimpleNamespace:
    """``call`` (three seats, one for each administration), its ``nominations`` in the order of ``FIELD``, and
    its two ``trainers``, one of Belgium, one of France."""
    now = timezone.now()
    call = make_call(
        **{"seats": 3, "per_administration": 1, "eligibility": RULES, "scores_needed": 2} | facts
    )
    trainers = [people.tutor(administration=code, printed_name=f"Trainer {code}") for code in ("BE", "FR")]
    CallTrainer.objects.bulk_create(CallTrainer(call=call, trainer=one) for one in trainers)
    nominations = [_candidate(call, number, *one) for number, one in enumerate(FIELD, start=1)]
    for nomination, (_code, _gender, given, _since) in zip(nominations, FIELD, strict=True):
        for trainer, points in zip(trainers, given, strict=False):
            score = {"nomination": nomination, "trainer": trainer, "at": now}
            Score.objects.create(points=Decimal(points), words=f"Words of {trainer}", **score)
    Call.objects.filter(pk=call.pk).update(closes_at=now - timedelta(hours=1))
    call = Call.objects.select_related("session__programme").get(pk=call.pk)
    return SimpleNamespace(call=call, nominations=nominations, trainers=trainers)


def _candidate(call, number: int, code: str, gender: str, _given, since):
    person = people.officer(
        administration=code,
        gender=gender,
        printed_name=f"Candidate {number} of {code}",
        preferred_language={"SN": "fr", "JO": "ar", "PE": "es"}.get(code, "en"),
    )
    nomination = make_nomination(
        call, person=person, served_since=since, languages=["en"], rank=number, post="junior"
    )
    NominationChange.objects.create(nomination=nomination, number=1, after="endorsed", at=timezone.now())
    return nomination
