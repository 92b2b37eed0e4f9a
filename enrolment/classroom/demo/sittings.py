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
from courses.catalogue import api as catalogue
from courses.quizzes import api as quizzes
from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment

COURSE, TEST = "risk-management", "final-test"
SITTERS = 30
# How much easier or harder a question is for everybody, by its difficulty.
EASIER = {1: 0.25, 2: 0.1, 3: -0.1}
# Here those who have learned much are misled, so that there is something to find.
MISLEADING = {"light-goods-heavy-box", "when-green"}
MISLED_FROM = 0.6
BLANK = 0.04
SLIPS = ("15", "1.5", "150", "51")
WRONG_WORDS = ("risk profile", "green lane", "post-clearance audit", "customs control")


def load_sittings(people: Iterable[User]) -> int:
    """Let the first of these people sit the test of a course they have not joined; how many are new.

    Each sitting is whole or not there: broken off and begun again, it goes on where it was.
    """
    course = catalogue.course_by_code(COURSE)
    quiz = course and quizzes.Quiz.objects.filter(activity__course=course, activity__code=TEST).first()
    if quiz is None:
        return 0
    rows = quizzes.Question.objects.filter(bank__course=course).values_list("pk", "code", "difficulty")
    facts = {str(pk): (code, difficulty) for pk, code, difficulty in rows}
    joined = set(User.objects.filter(enrolments__course=course).values_list("pk", flat=True))
    new = [person for person in list(people)[:SITTERS] if person.pk not in joined]
    for person in new:
        _sit(person, quiz, course, facts)
    return len(new)


@transaction.atomic
def _sit(learner: User, quiz, course, facts: Mapping[str, tuple[str, int]]) -> None:
    dice = random.Random(learner.email)  # noqa: S311 - as able every time
    enrolment = admissions.join_course(learner=learner, course=course)
    attempt = assessment.start_attempt(enrolment_id=enrolment.pk, quiz=quiz)
    knows = dice.betavariate(1.6, 1.1)
    best = quizzes.best_answers(attempt.paper)
    answers = {
        item["question"]: _answer(item, best[item["question"]], knows, facts, dice) for item in attempt.paper
    }
    assessment.save_answers(attempt_id=attempt.pk, answers=answers)
    assessment.submit_attempt(attempt_id=attempt.pk)
    _let_time_pass(attempt, dice)


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


def _let_time_pass(attempt, dice: random.Random) -> None:
    """It happened some time ago, and took its time."""
    ago = timedelta(days=dice.randint(2, 200))
    responses = list(attempt.responses.all())
    for response in responses:
        response.seconds = int(dice.lognormvariate(3.6, 0.6))
    apps.get_model("assessment", "Response").objects.bulk_update(responses, ["seconds"])
    submitted = timezone.now() - ago
    took = timedelta(seconds=sum(response.seconds for response in responses) + 60)
    type(attempt).objects.filter(pk=attempt.pk).update(started_at=submitted - took, submitted_at=submitted)
