"""A call with a thousand nominations of 110 administrations: scored, decided over the rule, and told."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from types import SimpleNamespace

from django.utils import timezone

from clikc.people.models import Administration, User
from enrolment.admissions.models import Call, CallTrainer, Nomination, NominationChange, Score
from tests.factories import people
from tests.factories.academies import make_call
from tests.factories.selections import RULES

MANY, ADMINISTRATIONS, OF_KENYA, BATCH = 1_000, 110, 300, 500
REASON = "I have worked at the border for a year, and want to know what stands behind what we do. "
LANGUAGES = ("en", "fr", "es", "ar", "am")
GENDERS = ("woman", "man", "")
_numbers = count(1)


def make_crowd() -> list[User]:
    """A thousand officers, of whom Kenya has three hundred; names are as long as names are."""
    here = list(Administration.objects.exclude(code__in=["KE", "BE", "FR"])[: ADMINISTRATIONS - 1])
    kenya = people.administration_of("KE")
    places = [kenya] * OF_KENYA + [here[number % len(here)] for number in range(MANY - OF_KENYA)]
    return User.objects.bulk_create(
        (
            User(
                email=f"crowd{next(_numbers)}@customs.example",
                printed_name=f"Wanjiru Nsengimana Candidate {number}",
                administration=place,
                gender=GENDERS[number % 3],
                preferred_language=LANGUAGES[number % 5],
            )
            for number, place in enumerate(places)
        ),
        batch_size=BATCH,
    )


def nominate_all(call: Call, crowd: list[User], states=("endorsed",)) -> list[Nomination]:
    """Each of them, in one of these states in turn; some meet the rules, some do not, of some it is not
    known."""
    now = timezone.now()
    since = (date(2025, 3, 1), None, date(2010, 1, 1), *[date(2024, 9, 1)] * 5)
    made = Nomination.objects.bulk_create(
        (
            Nomination(
                call=call,
                person=person,
                administration=person.administration,
                state=states[number % len(states)],
                origin="applied" if states[number % len(states)] == "submitted" else "nominated",
                rank=number % OF_KENYA + 1,
                served_since=since[number % len(since)],
                languages=["en"] if number % 3 else ["fr"],
                post="junior",
                motivation=REASON * 5,
                made_at=now - timedelta(minutes=number),
                submitted_at=now,
            )
            for number, person in enumerate(crowd)
        ),
        batch_size=BATCH,
    )
    changes = (NominationChange(nomination=one, number=1, after=one.state, at=now) for one in made)
    NominationChange.objects.bulk_create(changes, batch_size=BATCH)
    return made


def score_all(call: Call, nominations: list[Nomination], trainers: list[User]) -> None:
    """Two scores for most, one or none for some; many are equal."""
    CallTrainer.objects.bulk_create(CallTrainer(call=call, trainer=one) for one in trainers)
    now = timezone.now()
    Score.objects.bulk_create(
        (
            Score(
                nomination=one, trainer=trainer, points=Decimal(40 + number * 7 % 55), words="Clear.", at=now
            )
            for number, one in enumerate(nominations)
            for trainer in trainers[: 2 - (number % 10 == 0) - (number % 20 == 0)]
        ),
        batch_size=BATCH,
    )


def make_thousand() -> SimpleNamespace:
    """``scored``: a call that is over, scored and not told; ``taken``: one that is open, in which they are in
    every state before the selection. ``field``: the nominations of the first."""
    crowd, now = make_crowd(), timezone.now()
    trainers = [people.tutor(administration=code) for code in ("BE", "FR")]
    quotas = {"seats": 60, "reserve": None, "per_administration": 2, "eligibility": RULES, "scores_needed": 2}
    scored = make_call(closes_at=now - timedelta(hours=1), **quotas)
    field = nominate_all(scored, crowd)
    score_all(scored, field, trainers)
    by_hand = field[5:500:100]
    for one in by_hand:
        one.by_hand, one.by_hand_reason = "seated", "Her administration has nobody trained yet"
    Nomination.objects.bulk_update(by_hand, ["by_hand", "by_hand_reason"])
    taken = make_call(**quotas)
    taken.documents.create(code="cv", title="Curriculum vitae")
    nominate_all(taken, crowd, ("draft", "submitted", "endorsed", "withdrawn"))
    for call in (scored, taken):
        call.documents.create(code="passport", title="Passport", title_fr="Passeport")
    return SimpleNamespace(crowd=crowd, scored=scored, taken=taken, trainers=trainers, field=field)
