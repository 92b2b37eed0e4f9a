"""The Fellowship in French: a session in its third week, and the call for the next one with its results told:
some have accepted, one has declined and somebody of the reserve list moved up, the others still think."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation

from clikc.people.models import User
from enrolment.admissions import api as admissions
from enrolment.progress import api as progress

from ..tutored.clock import at
from . import words
from .candidates import DOCUMENTS, facts_of, score
from .people import Officers, all_coordinators, coordinators, managers
from .sessions import is_there, keep_quiet, make_session, moment, monday
from .staff import tutors

CODE, RUNNING, NEXT = "fellowship", 97, 98
PLACE = "Bruxelles"
IN_SESSION = "BF BI BJ CD CG CI DJ GA GN ML NE TD TG"
CANDIDATES = "BF BI BJ BJ CD CG CI CI CM CM DJ GA GN HT KM MA MG MG ML NE SN TG TN TN DZ"
# Of the cast: the offer of a seat waits on her desk.
OFFICER = "agent@clikc.example"
SEATS, ACCEPTED = 14, 6


def load_fellowship() -> int:
    """Both sessions, where they are not there; how many people are new."""
    before, now = User.objects.count(), timezone.now()
    with translation.override("fr"):
        if not is_there(CODE, RUNNING):
            _run(now)
        if not is_there(CODE, NEXT):
            _call(now)
    return User.objects.count() - before


@transaction.atomic
def _run(now: datetime) -> None:
    manager, _second = managers()
    starts_on = monday(-2)
    officers = Officers(f"f{RUNNING}-", moment(starts_on - timedelta(days=200)))
    people = officers.some(IN_SESSION.split(), language="fr")
    officers.save()
    session = make_session(CODE, RUNNING, language="fr", starts_on=starts_on, by=manager, place=PLACE)
    with at(moment(starts_on - timedelta(weeks=3))):
        taken = admissions.take_part(session=session, people=people, by=manager)
    say_who_was_there(session, taken, manager, now, absent={"lectures": (4,), "lectures-2": (4, 9)})
    keep_quiet(people)


def say_who_was_there(
    session, taken: Sequence, manager: User, now: datetime, *, absent: dict[str, Sequence[int]]
) -> None:
    """At every live event that is over; ``absent``: code of an event → places of those who were not."""
    for event in session.events.filter(kind="live", on__lt=now.date()):
        missed = {taken[place].pk for place in absent.get(event.code, ())}
        states = {item.pk: "absent" if item.pk in missed else "present" for item in taken}
        with at(moment(event.on, hour=18)):
            progress.set_attendance(event=event, states=states, by=manager)


@transaction.atomic
def _call(now: datetime) -> None:
    manager, _second = managers()
    trainers = tutors(now - timedelta(days=400))[:2]
    session = make_session(CODE, NEXT, language="fr", starts_on=monday(8), by=manager, place=PLACE)
    opens = now.replace(minute=0, second=0, microsecond=0) - timedelta(weeks=7)
    call = _make(session, opens, trainers, manager)
    officers = Officers(f"f{NEXT}-", opens - timedelta(days=120))
    people = officers.some(CANDIDATES.split(), language="fr")
    heads = coordinators(CANDIDATES.split(), officers)
    people.append(User.objects.get(email=OFFICER))
    dice = random.Random("fellowship")  # noqa: S311 - the same every time
    for place, person in enumerate(people):
        with at(opens + timedelta(days=2 + place)):
            _nominate(call, person, heads[person.administration.code], place, dice)
    _score(call, trainers, call.closes_at + timedelta(days=3), dice)
    with at(now - timedelta(days=3)):
        digest = admissions.preview_publication(call).digest
        admissions.publish_results(call_id=call.pk, digest=digest, by=manager, role="programme_manager")
    _answer(call, now)
    keep_quiet([*people, *all_coordinators(CANDIDATES.split()), *trainers])


def _make(session, opens: datetime, trainers: Sequence[User], manager: User):
    with at(opens - timedelta(days=2)):
        facts = admissions.CallFacts(
            opens_at=opens,
            closes_at=opens + timedelta(weeks=4, days=4),
            seats=SEATS,
            reserve=6,
            per_administration=1,
            most_nominations=2,
            eligibility=admissions.suggested_facts(session).eligibility,
            words=words.OF_THE_CALL,
            documents=DOCUMENTS[:1],
            trainers=frozenset(trainer.pk for trainer in trainers),
            takes_applications=False,
        )
        return admissions.make_call(session=session, facts=facts, by=manager, role="programme_manager")


def _nominate(call, person: User, coordinator: User, place: int, dice: random.Random) -> None:
    facts = facts_of(person, place, call.session.starts_on, dice, years=(5, 15))
    made = admissions.nominate(
        call=call,
        administration=person.administration,
        person=person,
        by=coordinator,
        facts=facts,
    )
    said = words.endorsement("fr")
    admissions.endorse_nomination(nomination_id=made.pk, by=coordinator, endorsement=said)


def _score(call, trainers: Sequence[User], when: datetime, dice: random.Random) -> None:
    """The officer of the cast is scored like the best of them."""
    field = list(call.nominations.select_related("person", "call").order_by("made_at"))
    hers = [item for item in field if item.person.email == OFFICER]
    score([item for item in field if item not in hers], trainers, when, dice)
    with at(when):
        for item, trainer in ((item, trainer) for item in hers for trainer in trainers):
            admissions.score_candidate(nomination_id=item.pk, points=92, words="", by=trainer)


def _answer(call, now: datetime) -> None:
    """One declines: who is next on the reserve list moves up, and has not answered either."""
    offered = call.nominations.filter(state="accepted").exclude(person__email=OFFICER)
    offered = list(offered.select_related("person").order_by("seat"))
    for place, nomination in enumerate(offered[:ACCEPTED]):
        with at(now - timedelta(days=2, hours=place)):
            admissions.accept_offer(nomination_id=nomination.pk, by=nomination.person)
    with at(now - timedelta(days=1)):
        reason = "Je suis muté au port le mois prochain."
        given_up = offered[ACCEPTED]
        admissions.decline_offer(nomination_id=given_up.pk, by=given_up.person, reason=reason)
