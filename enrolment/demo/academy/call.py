"""The call for the next session of the Academy, open: 120 nominations, in every state there is before a
selection; some candidates who cannot be taken, some documents that are missing, scores that are partly in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone, translation

from clikc.people.models import Administration, User
from enrolment.admissions import api as admissions

from ..tutored.clock import at
from . import words
from .candidates import DOCUMENTS, facts_of, give_papers, score
from .people import Officers, all_coordinators, coordinators, managers
from .sessions import is_there, keep_quiet, make_session, moment, monday
from .staff import tutors

CODE, NUMBER, SIZE = "vcoa", 21, 120
OPEN_SINCE, STILL_OPEN = timedelta(days=24), timedelta(days=10)
# Of Kenya: what its coordinator finds when she signs in.
APPLICANT = "officer@clikc.example"
THREE = "NG IN BD PK PH ID EG GH UG TZ ZM VN CO MX"
TWO = "KE JM TT GT EC PE CL UY BR SN CI CM BJ TG NP LK MY KH TH FJ PG GE UA TR"
ONE = "BB HT SL LR MV MN AM MD BW LS SZ MU SC ET JO MA TN SA RW MW ZW NA MZ ZA KZ AL MK RS AZ"
# How many of each state there are among those of other administrations, in the order in which they came.
SHARES = {"shortlisted": 30, "endorsed": 59, "submitted": 9, "draft": 12, "unsent": 3, "withdrawn": 4}
SERVED_TOO_LONG, NOT_SAID, NO_ENGLISH, NO_PAPER = 13, 19, 31, 6


def load_call() -> int:
    """The call with everything in it; how many people are new."""
    if is_there(CODE, NUMBER):
        return 0
    before = User.objects.count()
    with transaction.atomic(), translation.override("en"):
        _Field(timezone.now()).fill()
    return User.objects.count() - before


def wanted() -> list[str]:
    """Codes of administrations, once for each candidate; of Kenya two are nominated beside who applied."""
    return [*THREE.split() * 3, *TWO.split() * 2, *ONE.split()]


@dataclass
class _Field:
    now: datetime
    dice: random.Random = field(default_factory=lambda: random.Random("call"))  # noqa: S311

    def fill(self) -> None:
        manager, _second = managers()
        trainers = tutors(self.now - timedelta(days=400))[:4]
        self.opens = self.now.replace(minute=0, second=0, microsecond=0) - OPEN_SINCE
        self.session = make_session(CODE, NUMBER, language="en", starts_on=monday(10), by=manager)
        self.call = self._make(manager, trainers)
        officers = Officers(f"c{NUMBER}-", self.opens - timedelta(days=90))
        codes = wanted()
        self.people = [self._former() or officers.one(codes[0]), *officers.some(codes[1:])]
        self.coordinators = coordinators(codes, officers)
        self.places = {person.pk: place for place, person in enumerate(self.people)}
        self.shared = self._shared()
        for state, persons in self.shared.items():
            for person in persons:
                self._nominate(person, state)
        self._of_kenya()
        self._choose(manager, trainers)
        keep_quiet([*self.people, *all_coordinators(codes), *trainers, User.objects.get(email=APPLICANT)])

    def _make(self, manager: User, trainers: Sequence[User]):
        closes = moment((self.now + STILL_OPEN).date(), hour=23)
        with at(self.opens - timedelta(days=2)):
            facts = admissions.CallFacts(
                opens_at=self.opens,
                closes_at=closes,
                seats=42,
                reserve=15,
                per_administration=2,
                per_region=10,
                most_nominations=3,
                least_score=Decimal(50),
                eligibility=admissions.suggested_facts(self.session).eligibility,
                words=words.OF_THE_CALL,
                documents=DOCUMENTS,
                trainers=frozenset(trainer.pk for trainer in trainers),
            )
            return admissions.make_call(
                session=self.session, facts=facts, by=manager, role="programme_manager"
            )

    def _former(self) -> User | None:
        """Somebody of the first of these administrations who was in an earlier session."""
        here = User.objects.filter(participations__session__programme__code=CODE)
        return here.filter(administration__code=wanted()[0]).order_by("pk").first()

    def _shared(self) -> dict[str, list[User]]:
        """State → who is in it; those of Kenya stand apart."""
        others = [person for person in self.people if person.administration.code != "KE"]
        self.dice.shuffle(others)
        shared, start = {}, 0
        for state, number in SHARES.items():
            shared[state] = others[start : start + number]
            start += number
        return shared

    def _nominate(self, person: User, state: str) -> None:
        place = self.places[person.pk]
        coordinator = self.coordinators[person.administration.code]
        is_own = state in ("submitted", "unsent") or (state != "draft" and place % 9 == 4)
        when = self.opens + (self.now - self.opens) * (0.05 + 0.9 * self.dice.random())
        with at(when):
            facts = self._facts(person, place)
            if is_own:
                made = admissions.apply_to_call(call=self.call, person=person, facts=facts)
            else:
                made = self._propose(person, coordinator, facts)
            if is_own and state != "unsent":
                admissions.submit_application(nomination_id=made.pk, by=person)
        if state in ("draft", "submitted", "unsent"):
            return
        with at(when + (self.now - when) * 0.4):
            said = words.endorsement(coordinator.preferred_language)
            admissions.endorse_nomination(nomination_id=made.pk, by=coordinator, endorsement=said)
            if state == "withdrawn":
                reason = "Will have another post from next month"
                admissions.withdraw_nomination(nomination_id=made.pk, by=coordinator, reason=reason)

    def _propose(self, person: User, coordinator: User, facts: dict):
        return admissions.nominate(
            call=self.call,
            administration=person.administration,
            person=person,
            by=coordinator,
            facts=facts,
        )

    def _facts(self, person: User, place: int) -> dict:
        years = (4.3, 9) if place % SERVED_TOO_LONG == 5 else (0.4, 3.9)
        facts = facts_of(person, place, self.session.starts_on, self.dice, years=years)
        if place % NOT_SAID == 7:
            facts["served_since"] = None
        if place % NO_ENGLISH == 9 and person.preferred_language != "en":
            facts["languages"] = [person.preferred_language]
        return facts

    def _of_kenya(self) -> None:
        """One is endorsed, one is a draft, and one has applied and waits."""
        [first, second] = [person for person in self.people if person.administration.code == "KE"]
        applicant, coordinator = User.objects.get(email=APPLICANT), self.coordinators["KE"]
        with at(self.now - timedelta(days=9)):
            made = self._propose(first, coordinator, self._facts(first, 0))
            admissions.endorse_nomination(
                nomination_id=made.pk, by=coordinator, endorsement=words.endorsement("en")
            )
        with at(self.now - timedelta(days=2)):
            self._propose(second, coordinator, self._facts(second, 1))
            facts = self._facts(applicant, 2)
            sent = admissions.apply_to_call(call=self.call, person=applicant, facts=facts)
            admissions.submit_application(nomination_id=sent.pk, by=applicant)

    def _choose(self, manager: User, trainers: Sequence[User]) -> None:
        """Papers have come in, administrations have ranked, the best are listed, and trainers have begun."""
        there = {item.person_id: item for item in self.call.nominations.select_related("person", "call")}
        sent = [item for item in there.values() if item.state not in ("draft", "withdrawn")]
        sent.sort(key=lambda item: self.places.get(item.person_id, 0))
        # Nobody can send an application without what is required; what an administration makes may lack it.
        complete = [one for n, one in enumerate(sent) if n % NO_PAPER or one.origin == "applied"]
        give_papers(self.call, complete, self.now)
        for code in ("IN", "PH", "UG"):
            self._turn_round(code)
        listed = [there[person.pk] for person in self.shared["shortlisted"]]
        with at(self.now - timedelta(days=4)):
            for item in listed:
                admissions.shortlist(nomination_id=item.pk, by=manager)
        score(listed[:18], trainers[:2], self.now - timedelta(days=2), self.dice)
        score(listed[18:24], trainers[1:2], self.now - timedelta(days=1), self.dice)

    def _turn_round(self, code: str) -> None:
        """An administration that wants whom it named last most."""
        administration = Administration.objects.get(code=code)
        mine = self.call.nominations.filter(administration=administration).order_by("-rank")
        with at(self.now - timedelta(days=5)):
            admissions.rank_nominations(
                call=self.call,
                administration=administration,
                ordered=[item.pk for item in mine],
                by=self.coordinators[code],
            )
