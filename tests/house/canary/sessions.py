"""What an administration has to do with a session and a call that are everybody's: it proposes, is in, is
marked and decided on."""

from __future__ import annotations

from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from enrolment.admissions.api import take_part
from enrolment.admissions.models import CallDocument, NominationChange, NominationDocument, Score
from enrolment.certificates.models import AwardDecision
from enrolment.grading.models import ModuleMark
from enrolment.intake.models import NominationFile
from tests.clikc.foundation.documents.files import picture
from tests.factories import people
from tests.factories.academies import make_call, make_dated, make_nomination


def make_shared() -> SimpleNamespace:
    """A session that runs, and the open call of another one."""
    call = make_call()
    letter = CallDocument.objects.create(call=call, code="letter", title="A letter")
    return SimpleNamespace(session=make_dated(), call=call, letter=letter, trainer=people.tutor())


def seed_sessions(place, shared: SimpleNamespace) -> None:
    """A nomination with all its texts, a list of them, and a participant whose mark and award were decided
    by hand."""
    boss, officer = place.coordinator, place.officers[1]
    words = {"motivation": "I want to learn", "endorsement": "Our best", "by_hand_reason": "Balance"}
    nomination = make_nomination(shared.call, person=officer, by_hand="seated", **words)
    now = timezone.now()
    NominationChange.objects.create(
        nomination=nomination,
        number=1,
        after=nomination.state,
        by=boss,
        reason="She asked",
        changed={"motivation": ["", "I want to learn"]},
        at=now,
    )
    NominationDocument.objects.create(
        nomination=nomination,
        document=shared.letter,
        file=ContentFile(picture(), name="letter.png"),
        file_name="letter.png",
        size=len(picture()),
        by=boss,
        at=now,
    )
    Score.objects.create(
        nomination=nomination, trainer=shared.trainer, points=80, words="A clear letter", at=now
    )
    row = {"line": 2, "address": officer.email, "name": officer.printed_name, "outcome": "unchanged"}
    NominationFile.objects.create(
        owner=boss,
        administration=place.administration,
        call=shared.call,
        file_name="list.xlsx",
        rows=[row],
        counts={"unchanged": 1},
        made_at=now,
    )
    [mine] = take_part(session=shared.session, people=[officer], by=boss, reason="Nominated")
    ModuleMark.objects.create(
        participation=mine,
        module=shared.session.modules.first(),
        number=1,
        percent=70,
        reason="Heard orally",
        by=boss,
        at=now,
    )
    AwardDecision.objects.create(
        participation=mine,
        award="pass",
        by_rule="none",
        overruled_because="Ill in the last week",
        proposed_at=now,
        confirmed_at=now,
    )
