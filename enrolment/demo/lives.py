"""What learners did in their courses, written down in bulk as living it would have.

Completed is who did every activity that the course asks for; each completion has its evidence and its
certificate, each test that was passed a paper with answers that pass it (``sheets.py``). No letter is
written: its being told stands in the history of each certificate.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from django.apps import apps
from django.utils import timezone

from clikc.foundation.zones import zone_named
from courses.catalogue import api as catalogue
from enrolment.certificates import api as certificates, codes
from enrolment.completion import api as completion
from enrolment.completion.rules import Criterion

from .sheets import Sheets, sheets_of

BATCH = 1000
FAILS_FIRST, LOOKS_INTO_NEXT = 0.18, 0.5
SOON = timedelta(hours=2)


@dataclass
class Taught:
    """A course: what it asks for, in its order, sheets of its tests, and the words of its certificate."""

    course: object
    activities: Sequence
    sheets: dict = field(default_factory=dict)
    wording: dict = field(default_factory=dict)

    @property
    def reachable(self) -> int:
        """How many activities, from the first, somebody can have done."""
        places = enumerate(self.activities)
        stops = (n for n, item in places if item.pk in self.sheets and not self.sheets[item.pk].passed)
        return next(stops, len(self.activities))


def taught(codes_wanted: Sequence[str]) -> dict[str, Taught]:
    """Code → course, of those that are there."""
    dice, found = random.Random(2026), {}  # noqa: S311 - the same sheets every time
    for code in codes_wanted:
        course = catalogue.course_by_code(code)
        if course is None:
            continue
        asked = completion.activities_asked_for().filter(course=course)
        activities = list(asked.select_related("quiz", "course"))
        tests = [item for item in activities if item.kind == catalogue.ActivityKind.QUIZ]
        sheets = {item.pk: sheets_of(_quiz(item), dice) for item in tests}
        found[code] = Taught(
            course, activities, sheets, certificates.wording_of(course, has_test=bool(tests))
        )
    return found


def _quiz(activity):
    activity.quiz.activity = activity
    return activity.quiz


@dataclass
class Ledger:
    """Rows that are written all at once (``save``)."""

    dice: random.Random
    progress: list = field(default_factory=list)
    attempts: list = field(default_factory=list)
    responses: list = field(default_factory=list)
    finished: list = field(default_factory=list)

    def study(self, enrolment, course: Taught, *, done: int, start: datetime, last: datetime) -> bool:
        """Do the first ``done`` activities from ``start`` on, the last thing at ``last``; whether that is
        all of the course."""
        if not course.activities:
            return False
        done, evidence = min(done, course.reachable), []
        moments = self._moments(done, start, last)
        opened = start
        for activity, at in zip(course.activities[:done], moments, strict=True):
            percent = 100
            if activity.pk in course.sheets:
                percent = self._pass(enrolment, course.sheets[activity.pk], opened, at)
            self._note(enrolment, activity, activity.blocks, opened, at, completed_at=at)
            evidence.append(_evidence(activity, at, percent))
            opened = at
        is_all = done == len(course.activities)
        if is_all:
            self.finished.append((enrolment, course, last, evidence))
        elif done == 0 or self.dice.random() < LOOKS_INTO_NEXT:
            self._look_into(enrolment, course, course.activities[done], opened, last)
        return is_all

    def _moments(self, number: int, start: datetime, last: datetime) -> list[datetime]:
        between = sorted(start + (last - start) * self.dice.random() for _ in range(number - 1))
        return [*between, last][:number]

    def _look_into(self, enrolment, course: Taught, activity, opened: datetime, last: datetime) -> None:
        """The next lesson is half read; the next test was tried, and not passed."""
        if activity.pk not in course.sheets:
            self._note(enrolment, activity, activity.blocks[: len(activity.blocks) // 2], opened, last)
        elif course.sheets[activity.pk].failed:
            self._sit(enrolment, course.sheets[activity.pk], 1, last, is_passed=False)

    def _note(self, enrolment, activity, blocks, opened, last, completed_at=None) -> None:
        self.progress.append(
            _model("progress.ActivityProgress")(
                enrolment_id=enrolment.pk,
                activity_id=activity.pk,
                blocks_read=blocks,
                last_block=blocks[-1] if blocks else "",
                last_language=enrolment.learner.preferred_language if activity.blocks else "",
                first_opened_at=opened,
                last_seen_at=last,
                completed_at=completed_at,
            )
        )

    def _pass(self, enrolment, sheets: Sheets, opened: datetime, at: datetime) -> int:
        """Sit a test until it is passed; the per cent that counts."""
        is_again = sheets.failed and sheets.quiz.counts in ("best", "last") and at - opened > SOON
        number = 1
        if is_again and self.dice.random() < FAILS_FIRST and sheets.quiz.attempts_allowed != 1:
            self._sit(enrolment, sheets, number, opened + (at - opened) / 2, is_passed=False)
            number += 1
        return self._sit(enrolment, sheets, number, at, is_passed=True).percent

    def _sit(self, enrolment, sheets: Sheets, number: int, at: datetime, *, is_passed: bool):
        sheet = self.dice.choice(sheets.passed if is_passed else sheets.failed)
        limit = sheets.quiz.time_limit
        seconds = [int(self.dice.lognormvariate(3.6, 0.6)) for _item in sheet.paper]
        if limit:
            seconds = [min(spent, limit * 60 // (len(seconds) + 1)) for spent in seconds]
        started = at - timedelta(seconds=sum(seconds) + len(seconds))
        attempt = _model("assessment.Attempt")(
            id=uuid4(),
            enrolment_id=enrolment.pk,
            quiz=sheets.quiz,
            number=number,
            paper=sheet.paper,
            started_at=started,
            deadline_at=started + timedelta(minutes=limit) if limit else None,
            submitted_at=at,
            score=sheet.score.points,
            score_possible=sheet.score.possible,
            pass_mark=sheets.quiz.pass_mark,
            is_passed=is_passed,
        )
        self.attempts.append(attempt)
        self.responses += _responses(attempt, sheet, seconds)
        return attempt

    def save(self) -> None:
        """Write everything down; completions with their certificates."""
        for path, rows in (
            ("progress.ActivityProgress", self.progress),
            ("assessment.Attempt", self.attempts),
            ("assessment.Response", self.responses),
        ):
            _model(path).objects.bulk_create(rows, batch_size=BATCH)
        completions = _model("completion.CourseCompletion").objects.bulk_create(
            (
                _model("completion.CourseCompletion")(enrolment=enrolment, completed_at=at, evidence=evidence)
                for enrolment, _course, at, evidence in self.finished
            ),
            batch_size=BATCH,
        )
        _award(completions, [course for _enrolment, course, _at, _evidence in self.finished])


def _evidence(activity, at: datetime, percent: int) -> dict:
    """As completion writes it down."""
    is_test = activity.kind == catalogue.ActivityKind.QUIZ
    criterion = Criterion.QUIZ_PASSED if is_test else Criterion.LESSON_READ
    return {
        "activity": str(activity.pk),
        "criterion": criterion.value,
        "completed_at": at.isoformat(),
        "percent": percent,
    }


def _responses(attempt, sheet, seconds: Sequence[int]) -> list:
    at, made = attempt.started_at, []
    for item, spent in zip(sheet.paper, seconds, strict=True):
        at += timedelta(seconds=spent)
        made.append(
            _model("assessment.Response")(
                attempt=attempt,
                question_id=item["question"],
                answer=sheet.answers[item["question"]],
                saved_at=at,
                seconds=spent,
                fraction=sheet.fractions[item["question"]],
                marked_version_id=item["version"],
            )
        )
    return made


def _award(completions: Sequence, courses: Sequence[Taught]) -> None:
    certificate, change = _model("certificates.Certificate"), _model("certificates.CertificateChange")
    awarded = certificate.objects.bulk_create(
        (
            certificate(
                completion=item,
                learner=item.enrolment.learner,
                code=codes.draw_code(),
                printed_name=item.enrolment.learner.printed_name,
                wording=course.wording,
                minutes=course.course.minutes,
                issued_on=timezone.localdate(item.completed_at, zone_named(item.enrolment.learner.time_zone)),
            )
            for item, course in zip(completions, courses, strict=True)
        ),
        batch_size=BATCH,
    )
    change.objects.bulk_create(
        (
            change(certificate=item, kind=kind, at=item.completion.completed_at)
            for item in awarded
            for kind in (change.Kind.ISSUED, change.Kind.TOLD)
        ),
        batch_size=BATCH,
    )


def _model(path: str):
    return apps.get_model(path)
