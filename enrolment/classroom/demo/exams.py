"""Sitting a final test in the demo: well, but not perfectly."""

from courses.quizzes import api as quizzes
from enrolment.assessment import api as assessment


def pass_test(*, enrolment, activity) -> None:
    """Sit the test of ``activity`` and pass it, with one answer wrong."""
    attempt = assessment.start_attempt(enrolment_id=enrolment.pk, quiz=activity.quiz)
    answers = quizzes.best_answers(attempt.paper)
    first = next(iter(answers))
    answers[first] = []
    assessment.save_answers(attempt_id=attempt.pk, answers=answers)
    assessment.submit_attempt(attempt_id=attempt.pk)
