"""What was learned between a pre-test and the test that a result page shows."""

from __future__ import annotations

from dataclasses import dataclass

from courses.catalogue import api as catalogue
from courses.catalogue.api import Entry
from courses.quizzes import api as quizzes

from . import rules
from .models import Attempt
from .paper import Responses
from .rules import Gain
from .scoring import fractions_of
from .terms import shows_score


@dataclass(frozen=True)
class LessonGain:
    """What was gained in the questions that one lesson teaches."""

    entry: Entry
    gain: Gain


@dataclass(frozen=True)
class ShownGain:
    """The gain as a whole and by lesson, in reading order."""

    gain: Gain
    by_lesson: tuple[LessonGain, ...] = ()


def gain_of(attempt: Attempt, responses: Responses, outline: catalogue.Outline) -> ShownGain | None:
    """What the learner gained between the first time she handed in the pre-test and this attempt.

    None where there is no pre-test, she did not sit it before, answers still wait for a person, or the
    pre-test does not let its score be known. No query without a pre-test, three at most with one.
    """
    before = _sat_before(attempt)
    if before is None or before.waiting or attempt.waiting:
        return None
    earned = [fractions_of(before, before.responses.all()), fractions_of(attempt, responses.values())]
    teaching = quizzes.lessons_of({*earned[0], *earned[1]})
    by_lesson = rules.gain_by(*earned, teaching)
    return ShownGain(
        gain=Gain(before=before.percent, after=attempt.percent),
        by_lesson=tuple(
            LessonGain(entry, by_lesson[entry.key]) for entry in outline.activities if entry.key in by_lesson
        ),
    )


def _sat_before(attempt: Attempt) -> Attempt | None:
    pretest = attempt.quiz.pretest
    if pretest is None or not shows_score(pretest):
        return None
    sat = Attempt.objects.submitted().filter(
        quiz=pretest, enrolment__learner=attempt.enrolment.learner_id, submitted_at__lte=attempt.started_at
    )
    return sat.order_by("submitted_at").first()
