"""What happened in the run, from its first week to this morning."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import translation

from clikc.people.models import User
from courses.catalogue import api as catalogue
from enrolment.advising import api as advising
from enrolment.assessment import api as assessment
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes
from enrolment.progress import api as progress

from .clock import at
from .marks import mark, remark
from .papers import profile_document, scoring_document
from .people import OF_THE_CAST, SPANISH_TUTOR, TUTOR
from .questions import QUESTIONS
from .remarks import remarks_on_files, remarks_on_text
from .texts import CONTROL, PROFILE, REGISTER, language_of, text_of

if TYPE_CHECKING:
    from enrolment.admissions.models import Enrolment

ZONE = "Europe/Brussels"
PLAN = "one-page-plan"
# Weeks from the first Monday to the Sunday on which each is due.
DUE = {CONTROL: 1, REGISTER: 3, PROFILE: 5, PLAN: 7}
# Beside the register of the first teams, who have it back with comments on it.
FILES_OF_TEAMS = {0: "Profile.pdf", 1: "Scoring.docx", 2: "Profile.pdf"}
SILENT = (7, 13, 23, 28, 33, 36)
MISSED_THE_FIRST, LATE, SAID_THE_SAME = (7, 23), {4: 1, 15: 2, 30: 1}, (9, 17)


@dataclass
class Story:
    """The run as it is told: who takes part in it, how good each is at it, and when it began."""

    run: object
    manager: User
    enrolments: list[Enrolment]
    begins_at: datetime
    now: datetime
    dice: random.Random
    work: dict[str, object] = field(default_factory=dict)

    def quality(self, place: int) -> float:
        """How good a participant's work is, 0 to 1; the same every time."""
        return min(max(random.Random(f"quality-{place}").gauss(0.7, 0.2), 0.05), 1)  # noqa: S311

    def due_at(self, code: str) -> datetime:
        sunday = self.begins_at + timedelta(weeks=DUE[code], days=6)
        return sunday.astimezone(ZoneInfo(ZONE)).replace(hour=23, minute=59, second=0, microsecond=0)

    def tell(self) -> None:
        self._read()
        self._first()
        self._in_teams()
        self._third()
        self._ask()

    # --- What they read, up to these days; some have fallen silent ------------------------------------

    def _read(self) -> None:
        lessons = [
            activity
            for activity in self.run.course.activities.current()
            if activity.kind == catalogue.ActivityKind.LESSON
        ]
        for place, enrolment in enumerate(self.enrolments):
            days = 12 if place in SILENT else self.dice.randint(0, 4)
            for number, activity in enumerate(lessons[: 2 if place in SILENT else 3]):
                with at(self.now - timedelta(days=days, hours=20 - number, minutes=place)):
                    progress.record_progress(
                        enrolment_id=enrolment.pk,
                        activity=activity,
                        language=enrolment.learner.preferred_language,
                        is_all=True,
                    )

    # --- The first assignment: marked, given back, one handed in anew, one grade changed -------------------

    def _first(self) -> None:
        work, due = self.work[CONTROL], self.due_at(CONTROL)
        twin = ""
        for place, enrolment in enumerate(self.enrolments):
            if place in MISSED_THE_FIRST:
                continue
            moment = due - timedelta(minutes=self.dice.randint(20, 4000))
            if place in LATE:
                moment = due + timedelta(days=LATE[place] - 1, hours=self.dice.randint(2, 20))
            text = twin if place == SAID_THE_SAME[1] else self._text(CONTROL, enrolment.learner)
            twin = text if place == SAID_THE_SAME[0] else twin
            self._hand_in(work, enrolment.learner, CONTROL, moment, text)
        self._mark_all(work, self.enrolments, due + timedelta(days=2), days=4)
        self._release(work, due + timedelta(days=7))
        self._resubmit(work, due + timedelta(days=7))
        self._change_one(work, due + timedelta(days=12))

    def _resubmit(self, work, released: datetime) -> None:
        """Two whose grade was low write it anew in time; one of them has it back."""
        low = [
            place for place, item in enumerate(self.enrolments) if self._grade(work, item) < Decimal("0.55")
        ][:2]
        for turn, place in enumerate(low):
            enrolment = self.enrolments[place]
            text = text_of(CONTROL, enrolment.learner.preferred_language, self.dice, 8)
            moment = released + timedelta(days=3, hours=turn)
            self._hand_in(work, enrolment.learner, CONTROL, moment, text)
            if turn == 0:
                self._mark_all(work, [enrolment], moment + timedelta(days=1), days=1, better=0.25)
                self._release(work, moment + timedelta(days=4))

    def _change_one(self, work, moment: datetime) -> None:
        enrolment = self.enrolments[5]
        [entry] = self._entries(work, [enrolment]).values()
        points = min(entry.points + 1, entry.item.most)
        with at(moment), translation.override("en"):
            grading.override_grade(
                run=self.run,
                column=f"a{work.pk}",
                enrolment_id=enrolment.pk,
                points=points,
                reason="The figure for release times is in your second paragraph; it was overlooked.",
                by=self.manager,
                seen=entry.number,
            )

    # --- The second, by teams: in every state --------------------------------------------------------------

    def _in_teams(self) -> None:
        work, due, names = self.work[REGISTER], self.due_at(REGISTER), "ABCDEFGHIJ"
        teams = [self.enrolments[start::10] for start in range(10)]
        with at(self.begins_at + timedelta(weeks=2)):
            for name, members in zip(names, teams, strict=True):
                team = programmes.make_team(run=self.run, name=f"Team {name}")
                for member in members:
                    programmes.put_into_team(run=self.run, team=team, person=member.learner)
        for place, members in enumerate(teams):
            if place != 9:
                moment = due - timedelta(minutes=self.dice.randint(30, 3000))
                text, author = text_of(REGISTER, "en", self.dice, 8), members[place % len(members)].learner
                if place in FILES_OF_TEAMS:
                    paper = random.Random(f"paper-{place}")  # noqa: S311
                    self._attach(work, author, moment - timedelta(minutes=25), FILES_OF_TEAMS[place], paper)
                self._hand_in(work, author, REGISTER, moment, text)
        markings = [self._marking(work, members[0]) for members in teams[:9]]
        # It is the first work of teams: every one is marked twice.
        programmes.set_scheme(run=self.run, facts={"sample_percent": 100}, by=self.manager)
        self._mark_some(markings[:6], due + timedelta(days=2))
        self._release_of(markings[:3], due + timedelta(days=6))
        programmes.set_scheme(run=self.run, facts={"sample_percent": 15}, by=self.manager)
        self._begin(markings[6:8], due + timedelta(days=5))

    def _mark_some(self, markings: list, moment: datetime) -> None:
        for place, marking in enumerate(markings):
            said = remarks_on_files(marking.hand_in)
            remark(marking, by=marking.tutor, moment=moment + timedelta(hours=5 * place), remarks=said)
            mark(
                marking,
                by=marking.tutor,
                moment=moment + timedelta(hours=5 * place),
                quality=0.55 + 0.06 * place,
                dice=self.dice,
            )
        self._second([*markings[:3], markings[5]], moment + timedelta(days=3))
        # One second marker is far from the first, one has not begun.
        for second in self._open_seconds(markings[3]):
            mark(second, by=second.tutor, moment=moment + timedelta(days=3), quality=0.05, dice=self.dice)

    def _begin(self, markings: list, moment: datetime) -> None:
        for place, marking in enumerate(markings):
            when = moment - timedelta(hours=7 * place)
            mark(marking, by=marking.tutor, moment=when, quality=0.7, dice=self.dice, share=0.5)

    # --- The third, due this week ---------------------------------------------------------------------------

    def _third(self) -> None:
        work, opened = self.work[PROFILE], self.due_at(REGISTER) + timedelta(days=3)
        span = max(self.now - timedelta(hours=6) - opened, timedelta(hours=6))
        early = [
            place for place, item in enumerate(self.enrolments) if place % 7 == 1 or self._is_shown(item)
        ]
        for place in early:
            learner = self.enrolments[place].learner
            moment = min(opened + span * self.dice.random(), self.due_at(PROFILE) - timedelta(hours=1))
            if place in early[::4]:
                self._attach(work, learner, moment - timedelta(minutes=30), "Profile.pdf", self.dice)
            self._hand_in(work, learner, PROFILE, moment, self._text(PROFILE, learner))
        for place in sorted(set(range(0, len(self.enrolments), 5)) - {*early, *SILENT}):
            learner = self.enrolments[place].learner
            with at(self.now - timedelta(hours=3 + place)):
                assessment.save_draft(
                    run_assignment_id=work.pk,
                    person=learner,
                    html=text_of(PROFILE, learner.preferred_language, self.dice, 3),
                    sequence=1,
                )
        markings = [self._marking(work, self.enrolments[place]) for place in early]
        others = [marking for marking in markings if marking.tutor.email not in (TUTOR, SPANISH_TUTOR)]
        hers = [marking for marking in markings if marking not in others]
        self._mark_quick(others[:3])
        self._begin([*others[3:4], *hers[:2]], self.now - timedelta(hours=5, minutes=30))

    def _is_shown(self, enrolment: Enrolment) -> bool:
        """Whether who signs in to look at the demo tutors her."""
        tutor = grading.tutor_of(run_id=self.run.pk, enrolment_id=enrolment.pk)
        return tutor is not None and tutor.email in (TUTOR, SPANISH_TUTOR)

    def _attach(self, work, learner: User, moment: datetime, name: str, dice: random.Random) -> None:
        data = profile_document(dice) if name.endswith(".pdf") else scoring_document()
        with at(moment):
            assessment.add_file(run_assignment_id=work.pk, person=learner, data=data, name=name)

    def _mark_quick(self, markings: list) -> None:
        for marking in markings:
            moment = self.now - timedelta(hours=5)
            said = remarks_on_text(marking.hand_in, most=1)
            remark(marking, by=marking.tutor, moment=moment, remarks=said)
            mark(marking, by=marking.tutor, moment=moment, quality=0.7, dice=self.dice)

    # --- Questions to the tutor -----------------------------------------------------------------------------

    def _ask(self) -> None:
        spoken = {
            terms.tutor_id: {terms.tutor.preferred_language, *terms.languages}
            for terms in programmes.run_tutors_of(self.run)
        }
        for place, question in QUESTIONS.items():
            enrolment = self.enrolments[place]
            where = {"run_id": self.run.pk, "enrolment_id": enrolment.pk}
            asked = self.now - timedelta(days=2, hours=place)
            self._say(enrolment.learner, where, question.text, asked)
            tutor = grading.tutor_of(**where)
            answer = question.answer(enrolment.learner.preferred_language, spoken[tutor.pk])
            if answer:
                self._say(tutor, where, answer, asked + timedelta(hours=9))

    def _say(self, person: User, where: dict, text: str, moment: datetime) -> None:
        with at(moment):
            conversation = advising.conversation_of(person, **where)
            advising.write_message(conversation=conversation, by=person, text=text, token=f"{moment:%s}")

    # --- What each of them does -----------------------------------------------------------------------------

    def _text(self, subject: str, learner: User) -> str:
        return text_of(subject, learner.preferred_language, self.dice)

    def _hand_in(self, work, learner: User, subject: str, moment: datetime, text: str) -> None:
        language = language_of(subject, learner.preferred_language)
        with at(moment - timedelta(minutes=5)):
            assessment.save_draft(
                run_assignment_id=work.pk, person=learner, html=text, sequence=int(moment.timestamp())
            )
        with at(moment):
            assessment.hand_in(run_assignment_id=work.pk, person=learner, language=language)

    def _mark_all(
        self, work, enrolments: Iterable[Enrolment], moment: datetime, *, days: int, better: float = 0
    ) -> None:
        """Each tutor marks what is hers within so many days; whoever is asked to mark second does so too."""
        markings = []
        for enrolment in enrolments:
            marking = self._marking(work, enrolment)
            if marking is None:
                continue
            markings.append(marking)
            place = self.enrolments.index(enrolment)
            quality = min(self.quality(place) + better, 1)
            when = moment + timedelta(hours=self.dice.randint(0, 24 * days - 1))
            if place < len(OF_THE_CAST) or place % 5 == 0:
                said = remarks_on_text(marking.hand_in)
                remark(marking, by=marking.tutor, moment=when, remarks=said)
            mark(marking, by=marking.tutor, moment=when, quality=quality, dice=self.dice)
        self._second(markings, moment + timedelta(days=days))

    def _second(self, markings: list, moment: datetime) -> None:
        for marking in markings:
            quality = float(grading.sum_of(marking).points or 0) / float(marking.rubric.most)
            for second in self._open_seconds(marking):
                mark(second, by=second.tutor, moment=moment, quality=quality, dice=self.dice)
            for moderation in self._open_moderations(marking):
                mark(
                    moderation,
                    by=self.manager,
                    moment=moment + timedelta(hours=20),
                    quality=quality,
                    dice=self.dice,
                )

    def _marking(self, work, enrolment: Enrolment):
        """Her newest first marking of a work, of her own or of her team; None where she handed nothing in."""
        mine = grading.markings_seen_by(self.manager).filter(submission__run_assignment=work, role="first")
        found = mine.filter(submission__enrolment=enrolment) | mine.filter(
            submission__team__members__person=enrolment.learner_id
        )
        return found.select_related("tutor", "rubric").order_by("-attempt").first()

    def _open_seconds(self, marking) -> list:
        beside = grading.markings_seen_by(self.manager).filter(
            submission=marking.submission_id, role="second"
        )
        return list(beside.filter(finished_at=None, tutor__isnull=False).select_related("tutor"))

    def _open_moderations(self, marking) -> list:
        seen = grading.markings_seen_by(self.manager).filter(submission=marking.submission_id)
        return list(seen.filter(role="moderation", finished_at=None))

    def _release(self, work, moment: datetime) -> None:
        mine = grading.markings_seen_by(self.manager).filter(submission__run_assignment=work, role="first")
        with at(moment):
            ids = list(mine.finished().values_list("submission", flat=True))
            grading.release_grades(submission_ids=ids, by=self.manager)

    def _release_of(self, markings: list, moment: datetime) -> None:
        with at(moment):
            ids = [marking.submission_id for marking in markings]
            grading.release_grades(submission_ids=ids, by=self.manager)

    def _entries(self, work, enrolments: Iterable[Enrolment]) -> dict:
        item = grading.item_of(work)
        return grading.current_entries(item_ids=[item.pk], enrolment_ids=[item.pk for item in enrolments])

    def _grade(self, work, enrolment: Enrolment) -> Decimal:
        """What part of the points she has; all of them where she has no grade."""
        entry = next(iter(self._entries(work, [enrolment]).values()), None)
        return entry.points / entry.item.most if entry else Decimal(1)
