"""Officers who sit a final test as people do: some know more, some questions are harder, time differs.

So the statistics of questions have something to say. The people are as able every time; their papers
are drawn, as everybody's are.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from clikc.people.models import User
from courses.quizzes import api as quizzes
from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment

COURSE, TEST = "risk-management", "final-test"
SITTERS = 30
# Id of a question → its code and difficulty.
Facts = Mapping[str, tuple[str, int]]
# How much easier or harder a question is for everybody, by its difficulty.
EASIER = {1: 0.25, 2: 0.1, 3: -0.1}
# Here those who have learned much are misled, so that there is something to find.
MISLEADING = {"light-goods-heavy-box", "when-green"}
MISLED_FROM = 0.6
BLANK = 0.04
# How many times as long a text takes as another answer.
WRITES_LONGER = 20
SLIPS = ("15", "1.5", "150", "51")
WRONG_WORDS = ("risk profile", "green lane", "post-clearance audit", "customs control")


def load_sittings(people: Iterable[User]) -> int:
    """Let the first of these people sit the test of a course they have not joined; how many are new.

    Each sitting is whole or not there: broken off and begun again, it goes on where it was.
    """
    quiz = quiz_of(COURSE, TEST)
    if quiz is None:
        return 0
    course = quiz.activity.course
    facts = facts_of(course)
    joined = set(User.objects.filter(enrolments__course=course).values_list("pk", flat=True))
    new = [person for person in list(people)[:SITTERS] if person.pk not in joined]
    for person in new:
        _sit(person, quiz, facts)
    return len(new)


def quiz_of(course: str, code: str) -> quizzes.Quiz | None:
    """A quiz of a course by their codes, with its activity and course."""
    found = quizzes.Quiz.objects.select_related("activity__course")
    return found.filter(activity__course__code=course, activity__code=code).first()


def facts_of(course) -> Facts:
    """Id of a question → its code and difficulty, in all banks of a course."""
    rows = quizzes.Question.objects.filter(bank__course=course).values_list("pk", "code", "difficulty")
    return {str(pk): (code, difficulty) for pk, code, difficulty in rows}


@transaction.atomic
def _sit(learner: User, quiz, facts: Facts) -> None:
    dice = dice_of(learner)
    enrolment = admissions.join_course(learner=learner, course=quiz.activity.course)
    attempt = assessment.start_attempt(enrolment_id=enrolment.pk, quiz=quiz)
    assessment.save_answers(attempt_id=attempt.pk, answers=answers_to(attempt.paper, facts, dice))
    assessment.submit_attempt(attempt_id=attempt.pk)
    let_time_pass(attempt, dice, days=(2, 200))


def dice_of(learner: User) -> random.Random:
    """As able every time."""
    return random.Random(learner.email)  # noqa: S311 - nothing secret


def answers_to(
    paper: Sequence[Mapping], facts: Facts, dice: random.Random, best: Mapping | None = None
) -> dict[str, list[str]]:
    """What somebody answers to all of a paper: one knows more, another less. ``best``: its right answers,
    where they are known."""
    knows = dice.betavariate(1.6, 1.1)
    best = quizzes.best_answers(paper) if best is None else best
    return {item["question"]: _answer(item, best[item["question"]], knows, facts, dice) for item in paper}


def _answer(item: Mapping, best: Sequence[str], knows: float, facts, dice: random.Random) -> list[str]:
    """What somebody who knows so much (0 to 1) answers."""
    code, difficulty = facts[item["question"]]
    if dice.random() < BLANK:
        return []
    chance = knows + EASIER[difficulty]
    if code in MISLEADING:
        chance = 0.95 if knows < MISLED_FROM else 0.05
    is_right = dice.random() < chance
    return list(best) if is_right and best else _wrong(item, list(best), dice)


def _wrong(item: Mapping, best: list[str], dice: random.Random) -> list[str]:
    """A plausible error: a neighbour for the right one, or what many take for it."""
    kind = item["kind"]
    if kind == "ordering":
        place = dice.randrange(len(best) - 1)
        best[place], best[place + 1] = best[place + 1], best[place]
        return best
    if kind == "matching":
        left = best[0].partition("=")[0]
        return [f"{left}={dice.choice(item['pairs'])}", *best[1:]]
    if kind == "numerical":
        return [dice.choices(SLIPS, (5, 3, 1, 1))[0]]
    if kind == "blanks":
        gap = best[0].partition("=")[0]
        return [f"{gap}={dice.choice(WRONG_WORDS)}", *best[1:]]
    if kind == "short":
        return [dice.choices(WRONG_WORDS, (6, 3, 1, 1))[0]]
    if kind == "essay":
        return ["Whoever looks at everything looks at nothing well. " * dice.randint(3, 12)]
    others = sorted(set(item["choices"]) - set(best))
    return [dice.choices(others, range(len(others), 0, -1))[0]] if others else best[:1]


def let_time_pass(attempt, dice: random.Random, *, days: tuple[int, int]) -> None:
    """It happened so many days ago, from and to, and took its time."""
    responses = list(attempt.responses.all())
    texts = {item["question"] for item in attempt.paper if item["kind"] == "essay"}
    for response in responses:
        longer = WRITES_LONGER if str(response.question_id) in texts else 1
        response.seconds = int(dice.lognormvariate(3.6, 0.6) * longer)
    apps.get_model("assessment", "Response").objects.bulk_update(responses, ["seconds"])
    submitted = timezone.now() - timedelta(days=dice.randint(*days), minutes=dice.randint(0, 600))
    started = submitted - timedelta(seconds=sum(response.seconds for response in responses) + 60)
    deadline = attempt.deadline_at and started + (attempt.deadline_at - attempt.started_at)
    type(attempt).objects.filter(pk=attempt.pk).update(
        started_at=started, submitted_at=submitted, deadline_at=deadline
    )
