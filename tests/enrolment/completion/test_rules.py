from datetime import UTC, datetime

import pytest

from enrolment.completion.rules import Criterion, Requirement, judge_completion

NOW = datetime(2026, 11, 21, tzinfo=UTC)
READ = Requirement(activity="a", criterion=Criterion.LESSON_READ, completed_at=NOW, percent=100)
UNREAD = Requirement(activity="b", criterion=Criterion.LESSON_READ, percent=40)
PASSED = Requirement(
    activity="q", criterion=Criterion.QUIZ_PASSED, completed_at=NOW, percent=80, pass_mark=70
)
FAILED = Requirement(activity="q", criterion=Criterion.QUIZ_PASSED, percent=60, pass_mark=70, attempts_left=1)


@pytest.mark.parametrize(
    ("requirements", "is_complete", "missing"),
    [
        ((), False, ()),
        ((READ,), True, ()),
        ((READ, PASSED), True, ()),
        ((READ, FAILED), False, (FAILED,)),
        ((UNREAD, PASSED), False, (UNREAD,)),
        ((UNREAD, FAILED), False, (UNREAD, FAILED)),
    ],
)
def test_a_course_is_complete_when_nothing_is_missing(requirements, is_complete, missing):
    decision = judge_completion(requirements)
    assert decision.is_complete is is_complete
    assert decision.missing == missing
    assert decision.met == len(requirements) - len(missing)
