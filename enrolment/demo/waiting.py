"""What waits for tutors and managers in the demo: essays to mark, and an exam whose results are withheld.

The texts of the essays are files in ``essays/``, named like the accounts of those who wrote them: some
are better than others.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from django.db import transaction

from clikc.people.models import User
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment

from .sittings import answers_to, dice_of, facts_of, let_time_pass, quiz_of

TUTOR, MANAGER = "tutor@clikc.example", "manager@clikc.example"
PRACTICE = ("risk-management", "practice")
EXAM = ("tfa", "mock-exam")
ESSAYS = Path(__file__).parent / "essays"
WRITERS = ("ke07", "zm01", "in01", "jm03", "mn02", "ke01", "sn04", "cm03")
# Account → what the tutor made of the essay: its share of the point, and her comment.
MARKED = {
    "ke07": (
        Decimal(1),
        "A very good answer: both aims, a clear example with figures, and the way back into the profiles. "
        "You might also say how release times changed.",
    ),
    "jm03": (
        Decimal("0.5"),
        "You name both aims and the right standard. But why do they support each other? Say what happens to "
        "the hours that are saved, and give one example that only your administration could give.",
    ),
}
SAT_THE_EXAM = (
    "ke05",
    "zm03",
    "jm02",
    "sn02",
    "pe01",
    "ge02",
    "fj02",
    "in03",
    "mn01",
    "ma01",
    "co01",
    "zm05",
)
STILL_SITS = "bj01"
MINUTES_MORE = 24 * 60
WHY_MORE = (
    "Power cut at her border post ten minutes after she had begun, confirmed by her coordinator. "
    "She goes on when the line is back, tomorrow at the latest."
)


def name_markers(courses: tuple[str, ...]) -> int:
    """Let the tutor of the demo mark in these courses; how often she is new.

    Where she was named before she is not named again: a manager may have ended it.
    """
    people = _people(TUTOR, MANAGER)
    found = [course for course in map(catalogue.course_by_code, courses) if course]
    named = set(people[TUTOR].marks_courses.values_list("course", flat=True))
    new = [course for course in found if course.pk not in named]
    for course in new:
        assessment.name_marker(course=course, tutor=people[TUTOR], by=people[MANAGER])
    return len(new)


def load_essays() -> int:
    """Practice handed in with a text that a tutor reads; how many are new. Each is whole or not there."""
    quiz = quiz_of(*PRACTICE)
    if quiz is None:
        return 0
    people, facts = _people(TUTOR, *map(_address, WRITERS)), facts_of(quiz.activity.course)
    new = _who_has_not_sat(quiz, [people[_address(name)] for name in WRITERS if _address(name) in people])
    for learner in new:
        _hand_in_essay(learner, quiz, facts, tutor=people[TUTOR])
    return len(new)


def load_exam() -> int:
    """An exam that many have sat and one still sits, with more time; how many are new.

    Each is whole or not there.
    """
    quiz = quiz_of(*EXAM)
    if quiz is None:
        return 0
    everybody = [_address(name) for name in (*SAT_THE_EXAM, STILL_SITS)]
    people, facts = _people(MANAGER, *everybody), facts_of(quiz.activity.course)
    new = _who_has_not_sat(quiz, [people[email] for email in everybody if email in people])
    for learner in new:
        if learner.email == _address(STILL_SITS):
            _leave_open(learner, quiz, facts, manager=people[MANAGER])
        else:
            _sit_exam(learner, quiz, facts)
    return len(new)


def _address(name: str) -> str:
    return f"{name}@clikc.example"


def _people(*emails: str) -> dict[str, User]:
    return {user.email: user for user in User.objects.filter(email__in=emails)}


def _who_has_not_sat(quiz, people: list[User]) -> list[User]:
    sat = set(quiz.attempts.values_list("enrolment__learner", flat=True))
    return [person for person in people if person.pk not in sat]


def _start(learner: User, quiz):
    enrolment = admissions.join_course(learner=learner, course=quiz.activity.course)
    return assessment.start_attempt(enrolment_id=enrolment.pk, quiz=quiz)


@transaction.atomic
def _hand_in_essay(learner: User, quiz, facts, *, tutor: User) -> None:
    name, dice = learner.email.partition("@")[0], dice_of(learner)
    attempt = _start(learner, quiz)
    essays = [item["question"] for item in attempt.paper if item["kind"] == "essay"]
    text = (ESSAYS / f"{name}.txt").read_text(encoding="utf-8").strip()
    answers = answers_to(attempt.paper, facts, dice) | {question: [text] for question in essays}
    assessment.save_answers(attempt_id=attempt.pk, answers=answers)
    assessment.submit_attempt(attempt_id=attempt.pk)
    let_time_pass(attempt, dice, days=(1, 9))
    if name in MARKED:
        fraction, comment = MARKED[name]
        for response in attempt.responses.filter(question__in=essays):
            assessment.mark_by_hand(response_id=response.pk, fraction=fraction, comment=comment, by=tutor)


@transaction.atomic
def _sit_exam(learner: User, quiz, facts) -> None:
    dice = dice_of(learner)
    attempt = _start(learner, quiz)
    assessment.save_answers(attempt_id=attempt.pk, answers=answers_to(attempt.paper, facts, dice))
    assessment.submit_attempt(attempt_id=attempt.pk)
    let_time_pass(attempt, dice, days=(1, 6))


@transaction.atomic
def _leave_open(learner: User, quiz, facts, *, manager: User) -> None:
    """Half of it is answered; then the power failed, and the manager gave more time."""
    attempt = _start(learner, quiz)
    answers = answers_to(attempt.paper, facts, dice_of(learner))
    answered = [item["question"] for item in attempt.paper][: len(attempt.paper) // 2]
    assessment.save_answers(
        attempt_id=attempt.pk, answers={question: answers[question] for question in answered}
    )
    assessment.grant_extension(
        enrolment_id=attempt.enrolment_id, quiz=quiz, by=manager, reason=WHY_MORE, minutes=MINUTES_MORE
    )
