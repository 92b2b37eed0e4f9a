"""How tutors of the demo mark: the better the work, the higher the levels, and nobody quite like another."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid5

from django.utils import translation

from clikc.people.models import User
from enrolment.grading import api as grading

from .clock import at
from .texts import FEEDBACK


def mark(
    marking, *, by: User, moment: datetime, quality: float, dice: random.Random, share: float = 1
) -> None:
    """Give levels to this share of the criteria, with a comment from the bank and feedback, a minute each;
    finish the marking where nothing is left. ``quality`` is how good the work is, 0 to 1."""
    with at(moment):
        sheet = grading.sheet_of(by, marking.pk)
    criteria = sheet.criteria[: max(1, round(len(sheet.criteria) * share))]
    version = sheet.marking.version
    for place, line in enumerate(criteria):
        level = _level(line.levels, quality, dice)
        with translation.override(sheet.hand_in.language or "en"):
            comment = _comment(line, level, dice)
        value = {"level": level.pk, "points": None, "comment": comment}
        with at(moment + timedelta(minutes=place)):
            saved = grading.save_piece(
                marking_id=marking.pk,
                by=by,
                piece=f"criterion:{line.criterion.pk}",
                value=value,
                base=version,
            )
        version = saved.version
    if share < 1:
        return
    words = FEEDBACK.get(sheet.hand_in.language, FEEDBACK["en"])
    with at(moment + timedelta(minutes=12)):
        value = {"text": dice.choice(words)}
        saved = grading.save_piece(marking_id=marking.pk, by=by, piece="feedback", value=value, base=version)
        grading.finish_marking(marking_id=marking.pk, by=by, base=saved.version)


def remark(marking, *, by: User, moment: datetime, remarks: Iterable[tuple[str, dict]]) -> None:
    """Write these comments, each at its place of the work."""
    with at(moment):
        version = grading.sheet_of(by, marking.pk).marking.version
        for number, (comment, place) in enumerate(remarks):
            piece = f"annotation:{uuid5(marking.pk, str(number))}"
            value = {"comment": comment, **place}
            saved = grading.save_piece(marking_id=marking.pk, by=by, piece=piece, value=value, base=version)
            version = saved.version


def _level(levels, quality: float, dice: random.Random):
    """The levels stand from the best to the least."""
    wanted = (1 - quality) * (len(levels) - 1) + dice.gauss(0, 0.35)
    return levels[min(max(round(wanted), 0), len(levels) - 1)]


def _comment(line, level, dice: random.Random) -> str:
    if not line.bank or level.points == line.criterion.most or dice.random() < 0.3:
        return ""
    return line.bank[0].text
