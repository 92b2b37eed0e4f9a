"""The marking page as its reader sees it: the work with comments, the rubric in one voice, what may be."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language

from courses.catalogue import api as catalogue
from courses.lessons import api as lessons
from enrolment.assessment import api as assessment
from enrolment.grading import api as grading

from ..queue.piles import with_standing
from . import reasons
from .conflicts import Conflict, criterion_as_data, waiting_for_a_choice
from .notes import SPOTS, Note, Place, in_order, note_of, passages_of
from .pages import FileShown, shown_files
from .voice import voice_asked, voices_of

if TYPE_CHECKING:
    from clikc.people.models import User


@dataclass(frozen=True)
class LevelCard:
    shown: lessons.LevelShown
    is_chosen: bool

    @property
    def points(self) -> str:
        return number(self.shown.points)


@dataclass(frozen=True)
class CriterionCard:
    """A criterion in one voice and what is said of it. ``takes_focus``: the first one that keeps the marking
    from being finished."""

    shown: lessons.CriterionShown
    mark: object
    bank: list
    conflict: Conflict | None
    is_missing: bool
    takes_focus: bool

    @property
    def name(self) -> str:
        return f"criterion-{self.shown.pk}"

    @property
    def piece(self) -> str:
        return f"criterion:{self.shown.pk}"

    @property
    def comment_id(self) -> str:
        return f"{self.name}-comment"

    @property
    def most(self) -> str:
        return number(self.shown.most)

    @property
    def points(self) -> str | None:
        return None if self.mark.points is None else number(self.mark.points)

    @property
    def typed(self) -> str:
        """The points of a guide as they stand in their field."""
        return "" if self.mark.points is None else f"{self.mark.points.normalize():f}"

    @property
    def was(self) -> str:
        return json.dumps(criterion_as_data(self.mark))

    @property
    def levels(self) -> list[LevelCard]:
        return [LevelCard(level, level.pk == self.mark.level_id) for level in self.shown.levels]


class Bench:
    """Everything the marking page shows, of a sheet that its reader may see."""

    def __init__(
        self, sheet: grading.MarkingSheet, user: User, *, words: str = "", missing: Iterable[str] = ()
    ):
        self.sheet, self.user, self.missing_codes = sheet, user, tuple(missing)
        self.marking, self.hand_in, self.work, self.may = sheet.marking, sheet.hand_in, sheet.work, sheet.may
        self.code = sheet.code
        self.conflicts = waiting_for_a_choice(sheet, user.pk)
        self.language = sheet.hand_in.language or sheet.run.course.source_language
        self.voices = voices_of(self.language, get_language())
        self.voice = voice_asked(words, self.voices)
        self.spots = SPOTS
        self._languages = [self.voice, sheet.run.course.source_language]
        self._rubric = lessons.rubric_in(sheet.rubric, self._languages)
        self._bank = lessons.comments_in(sheet.work.assignment, self._languages)

    @property
    def query(self) -> str:
        return "" if self.voice == self.voices[0] else f"?words={self.voice}"

    @cached_property
    def title(self):
        key = self.work.assignment.activity_id
        return catalogue.entries_of({key}, get_language()).get(key)

    @property
    def author(self) -> str:
        """Whose work it is, where the reader may know."""
        team = self.marking.submission.team
        if self.sheet.is_blind:
            return ""
        return team.name if team else " · ".join(one.person.get_full_name() for one in self.sheet.authors)

    @property
    def is_guide(self) -> bool:
        return self._rubric.is_guide

    @cached_property
    def is_released(self) -> bool:
        """Whether the participant knows the grade of this attempt. One query."""
        seen = with_standing(grading.markings_seen_by(self.user)).filter(pk=self.marking.pk)
        return seen.filter(is_released=True).exists()

    @property
    def feedback(self) -> str:
        return self.marking.feedback

    @property
    def note(self) -> str:
        return self.marking.note

    @property
    def bank(self) -> list:
        return [item.text for item in self._bank if not item.criterion]

    @property
    def total(self) -> str:
        """What the points come to so far, whether or not all are given."""
        given = [item.mark.points for item in self.sheet.criteria if item.mark.points is not None]
        return number(sum(given, Decimal(0))) if given else "–"

    @property
    def most(self) -> str:
        return number(self.sheet.most)

    @cached_property
    def criteria(self) -> list[CriterionCard]:
        cards = []
        first = next(iter(self.missing_codes), None)
        for shown, item in zip(self._rubric.criteria, self.sheet.criteria, strict=True):
            own = [comment.text for comment in self._bank if comment.criterion == shown.code]
            cards.append(
                CriterionCard(
                    shown=shown,
                    mark=item.mark,
                    bank=[*own, *self.bank],
                    conflict=self.conflicts.get(f"criterion:{shown.pk}"),
                    is_missing=shown.code in self.missing_codes,
                    takes_focus=shown.code == first,
                )
            )
        return cards

    @property
    def missing(self) -> list[CriterionCard]:
        return [card for card in self.criteria if card.is_missing]

    @cached_property
    def _notes(self) -> list[tuple[object, Note]]:
        items = in_order(self.sheet.annotations, [file.id for file in self.sheet.files])
        return [
            (item.file_id, note_of(item, place, conflict=self.conflicts.get(f"annotation:{item.pk}")))
            for place, item in enumerate(items, start=1)
        ]

    def notes_at(self, file_id: object) -> list[Note]:
        return [note for place, note in self._notes if place == file_id]

    @property
    def all_notes(self) -> list[Note]:
        return [note for _place, note in self._notes]

    @property
    def lost_notes(self) -> list[dict]:
        """Comments that came too late and whose place is gone: somebody had removed them."""
        there = {note.piece for note in self.all_notes}
        return [
            {"piece": name, "conflict": conflict}
            for name, conflict in self.conflicts.items()
            if name.startswith("annotation:") and name not in there
        ]

    @cached_property
    def text(self) -> assessment.Woven | None:
        if not self.hand_in.plain.strip():
            return None
        return assessment.weave(
            self.hand_in.text, self.hand_in.plain, passages_of(self.notes_at(None)), prefix="paragraph"
        )

    @property
    def text_place(self) -> Place:
        return Place(
            "text", "", self.notes_at(None), self.text.paragraphs if self.text else (), is_first=True
        )

    @cached_property
    def files(self) -> list[FileShown]:
        return shown_files(self.sheet, self.notes_at, is_first=self.text is None)

    @property
    def why(self) -> list[str]:
        """Why somebody marks it beside the first one."""
        return reasons.why_marked_again(self.marking)

    @cached_property
    def handed_over(self) -> grading.HandedOver | None:
        """Why it was handed to who marks it now. One query."""
        return grading.hand_overs_of([self.marking]).get(self.marking.pk)

    @property
    def closed_because(self) -> str:
        return reasons.why_closed(self.sheet)

    @property
    def release_refused(self) -> str:
        return reasons.why_not_released(self.may.why_not_release)

    @cached_property
    def resembling(self) -> list[dict]:
        return [
            {"item": item, "url": reverse("tutoring_resemblance", args=[self.marking.pk, item.other.pk])}
            for item in assessment.resemblances_of(self.hand_in)
        ]

    @cached_property
    def earlier(self) -> list:
        """Earlier attempts at the same work that this reader marked or may see. One query."""
        seen = grading.markings_seen_by(self.user).filter(
            submission=self.marking.submission_id,
            attempt__lt=self.marking.attempt,
            finished_at__isnull=False,
            ended_at=None,
        )
        return list(seen.select_related("hand_in").order_by("attempt", "made_at"))


def number(value: Decimal) -> str:
    """Points as the reader's language writes them, without empty decimals."""
    return formats.number_format(value.normalize() if value else Decimal(0), use_l10n=True)
