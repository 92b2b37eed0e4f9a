"""What is done in a module of a session: its test, its assignment, what tutors make of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from clikc.people.models import User
from courses.quizzes import api as quizzes
from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from ..sittings import answers_to, facts_of
from ..tutored.clock import at
from ..tutored.marks import mark
from ..tutored.texts import text_of
from .staff import TUTOR

BACK_AFTER = timedelta(days=6)
LEAST = 0.5
# So many of a hundred have handed in before that.
EARLY = 45


class Module:
    """A module of a session as its participants live it; they are named by their places."""

    def __init__(self, run, people: Sequence[User], manager: User, dice: random.Random, now: datetime):
        self.run, self.people, self.manager, self.dice, self.now = run, people, manager, dice, now
        seated = {item.learner_id: item for item in admissions.participants_in([run.pk])}
        self.enrolments = [seated[person.pk] for person in people]
        [self.work] = programmes.work_of_runs([run.pk])
        self.subject = self.work.assignment.activity.code.rpartition("/")[2]
        self.due_at = self.work.due_at

    def is_handed_in(self, place: int) -> bool:
        """Whether she has handed in by now: most where it is over or nearly so, some before."""
        share = 97 if self.now > self.due_at - timedelta(hours=6) else EARLY
        return random.Random(f"early-{place}").randrange(100) < share  # noqa: S311

    def quality(self, place: int) -> float:
        """How good her work is, 0 to 1; the same every time."""
        return min(max(random.Random(f"good-{place}").gauss(0.72, 0.17), 0.1), 1)  # noqa: S311

    def hand_in(self, places: Iterable[int], late: Mapping[int, int] = {}) -> None:
        """Each in time, but for those who are so many days ``late``."""
        for place in places:
            due = self.work.due_in(self.people[place].time_zone)
            before = min(due, self.now - timedelta(hours=1))
            when = before - timedelta(minutes=self.dice.randint(20, 2800))
            if place in late:
                when = due + timedelta(days=late[place] - 1, hours=self.dice.randint(2, 20))
            self._hand_in(place, when, sentences=7)

    def sit_test(self, places: Iterable[int]) -> None:
        """Once each, before it closes; some know more."""
        [quiz] = quizzes.quizzes_of(self.run.course_id)
        facts = facts_of(self.run.course)
        for place in places:
            before = min(self.due_at - timedelta(hours=14), self.now - timedelta(hours=2))
            when = before - timedelta(minutes=self.dice.randint(10, 3000))
            with at(when):
                attempt = assessment.start_attempt(enrolment_id=self.enrolments[place].pk, quiz=quiz)
                answers = answers_to(attempt.paper, facts, self.dice)
                assessment.save_answers(attempt_id=attempt.pk, answers=answers)
            with at(when + timedelta(minutes=18)):
                assessment.submit_attempt(attempt_id=attempt.pk)

    def mark_and_release(self) -> None:
        """Each tutor marks what is hers in the days after; all is given back a week after it was due."""
        for marking in self._markings():
            when = self.due_at + timedelta(days=3, hours=self.dice.randint(9, 60))
            quality = self.quality(self._place(marking))
            mark(marking, by=marking.tutor, moment=when, quality=quality, dice=self.dice)
        # What is as good as honours is marked twice, and decided on where the two differ.
        for hours, role in enumerate(("second", "moderation"), start=132):
            for marking in self._markings(role):
                by, when = marking.tutor or self.manager, self.due_at + timedelta(hours=hours)
                mark(marking, by=by, moment=when, quality=self.quality(self._place(marking)), dice=self.dice)
        with at(self.due_at + BACK_AFTER):
            ids = [marking.submission_id for marking in self._markings()]
            grading.release_grades(submission_ids=ids, by=self.manager)

    def hand_in_anew(self) -> None:
        """Two whose work was weakest write it again: it waits for their tutors."""
        standings = grading.standings_of([marking.submission_id for marking in self._markings()])
        back = [item for item in self._markings() if standings[item.submission_id].state == "released"]
        written = 0
        for place in sorted(map(self._place, back), key=self.quality):
            written += self._hands_in_anew(place)
            if written == 2:
                break

    def _hands_in_anew(self, place: int) -> bool:
        """Whether she could: who has nothing to gain, or is being marked once more, hands in nothing."""
        try:
            self._hand_in(place, self.due_at + BACK_AFTER + timedelta(days=4), sentences=9)
        except assessment.WorkRefused:
            return False
        return True

    def begin_marking(self) -> None:
        """The tutor of the cast finds hers as it came; some of the others have begun, some are done."""
        others = [marking for marking in self._markings() if marking.tutor.email != TUTOR]
        for number, marking in enumerate(others[:6]):
            share = 1 if number < 4 else LEAST
            mark(
                marking,
                by=marking.tutor,
                moment=self.now - timedelta(minutes=50),
                quality=0.7,
                dice=self.dice,
                share=share,
            )

    def _hand_in(self, place: int, when: datetime, *, sentences: int) -> None:
        person = self.people[place]
        html = text_of(self.subject, "en", self.dice, sentences)
        with at(when - timedelta(minutes=5)):
            assessment.save_draft(
                run_assignment_id=self.work.pk, person=person, html=html, sequence=int(when.timestamp())
            )
        with at(when):
            assessment.hand_in(run_assignment_id=self.work.pk, person=person, language="en")

    def _markings(self, role: str = "first") -> list:
        """The markings of what was handed in first, with their tutors, in the order of the participants."""
        found = grading.markings_seen_by(self.manager).filter(submission__run_assignment=self.work, role=role)
        if role == "first":
            found = found.filter(tutor__isnull=False)
        found = found.select_related("tutor", "rubric", "submission__enrolment").filter(attempt=1)
        return sorted(found, key=self._place)

    def _place(self, marking) -> int:
        learner = marking.submission.enrolment.learner_id
        return next(place for place, person in enumerate(self.people) if person.pk == learner)
