"""A marking with all that stands beside it: the work, the rubric, what others said, what may be done now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Prefetch

from enrolment.programmes import api as programmes

from .finishing import why_not_reopen
from .locking import WAY
from .models import Annotation, CriterionMark, Marking, MarkingEdit
from .releasing import why_not_release
from .rules import marking as rules
from .saving import may_take, unsettled
from .staff import Author, authors_of, is_manager
from .standing import Standing, standing_with

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.lessons.models import BankComment, Criterion, Level, Rubric
    from enrolment.assessment.models import HandIn, SubmittedFile
    from enrolment.programmes.models import CourseRun, GradingScheme, RunAssignment


@dataclass(frozen=True)
class SheetFile:
    """A file as this reader may have it. Marked blind it has no name of its own (``XK4T-9PQR-1.pdf``), and
    its ``content`` is the one without who made it: None where there is none, and then it is kept back."""

    id: UUID
    name: str
    kind: str
    media_type: str
    size: int
    pages: int
    content: File | None
    record: SubmittedFile


@dataclass(frozen=True)
class SheetCriterion:
    """A criterion of the rubric with its levels from the best to the least, comments ready to be put in, and
    what this marking says of it; a mark without level, points and comment where it says nothing yet."""

    criterion: Criterion
    levels: tuple[Level, ...]
    mark: CriterionMark
    bank: tuple[BankComment, ...]


@dataclass(frozen=True)
class OtherMarking:
    """Another marking of the attempt that this reader may see by now; marks by the id of the criterion."""

    marking: Marking
    marks: Mapping[int, CriterionMark]
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True)
class MayDo:
    """What this reader may do now. ``why_not_release`` is "" where she may release it: else a code of
    ``releasing``."""

    save: bool
    finish: bool
    reopen: bool
    hand_over: bool
    moderate: bool
    why_not_release: str


@dataclass(frozen=True)
class MarkingSheet:
    """``authors`` is empty where the work is marked blind: then ``code`` is its only name. ``standing``
    None: other markings are not to be known yet. ``others``: none before they may be seen. ``waiting``:
    values of pieces that came too late and nobody chose about, by the name of the piece. ``bank``: comments
    for any criterion."""

    marking: Marking
    hand_in: HandIn
    run: CourseRun
    work: RunAssignment
    scheme: GradingScheme
    code: str
    is_blind: bool
    authors: tuple[Author, ...]
    files: tuple[SheetFile, ...]
    rubric: Rubric
    criteria: tuple[SheetCriterion, ...]
    bank: tuple[BankComment, ...]
    annotations: tuple[Annotation, ...]
    total: rules.Sum
    others: tuple[OtherMarking, ...]
    standing: Standing | None
    waiting: Mapping[str, tuple[MarkingEdit, ...]]
    may: MayDo

    @property
    def most(self) -> Decimal:
        return self.total.most


def sheet_of(user: User, marking_id: UUID) -> MarkingSheet | None:
    """A marking that ``user`` may see, with what stands beside it; None for what is unknown to her. The
    number of queries does not grow with what is in it."""
    marking = _found(user, marking_id)
    if marking is None:
        return None
    run = marking.submission.run_assignment.run
    scheme = programmes.scheme_of(run)
    is_blind = is_blind_to(user, marking, scheme)
    bank = tuple(marking.submission.run_assignment.assignment.bank_comments.all())
    criteria = tuple(_criteria(marking, bank))
    markings = _of_attempt(marking)
    others = tuple(_others(user, marking, markings))
    return MarkingSheet(
        marking=marking,
        hand_in=marking.hand_in,
        run=run,
        work=marking.submission.run_assignment,
        scheme=scheme,
        code=marking.submission.code,
        is_blind=is_blind,
        authors=() if is_blind else tuple(authors_of(marking.submission, at=marking.hand_in.at)),
        files=tuple(files_of(marking, is_blind=is_blind)),
        rubric=marking.rubric,
        criteria=criteria,
        bank=tuple(comment for comment in bank if not comment.criterion),
        annotations=tuple(item for item in marking.annotations.all() if item.removed_at is None),
        total=rules.sum_of(
            rules.CriterionScore(item.criterion.code, item.criterion.most, item.mark.points)
            for item in criteria
        ),
        others=others,
        standing=standing_with(markings, scheme) if may_see_others(user, marking) else None,
        waiting=_waiting(marking),
        may=_may_do(user, marking),
    )


def _found(user: User, marking_id: UUID) -> Marking | None:
    seen = Marking.objects.visible_to(user).select_related(*WAY, "tutor")
    try:
        found = seen.prefetch_related("rubric__criteria__levels", "marks", "annotations", "hand_in__files")
        return found.filter(pk=marking_id).first()
    except (ValidationError, ValueError):
        return None


def is_blind_to(user: User, marking: Marking, scheme: GradingScheme) -> bool:
    """Whether this reader marks, or may come to mark, without knowing whose work it is. Managers who only
    look after it do know."""
    if not scheme.is_blind:
        return False
    is_open_to_managers = marking.role == Marking.Role.MODERATION and marking.tutor_id is None
    return not is_manager(user) or marking.tutor_id == user.pk or is_open_to_managers


def files_of(marking: Marking, *, is_blind: bool) -> list[SheetFile]:
    """The files of the hand-in that is marked. No query where they were loaded."""
    code = marking.submission.code
    return [
        SheetFile(
            id=item.pk,
            name=f"{code}-{number}.{item.kind}" if is_blind else item.name,
            kind=item.kind,
            media_type=item.media_type,
            size=item.size,
            pages=item.pages,
            content=(item.blind or None) if is_blind else item.file,
            record=item,
        )
        for number, item in enumerate(marking.hand_in.files.all(), start=1)
    ]


def file_for(user: User, file_id: UUID) -> SheetFile | None:
    """A file of a work that ``user`` marks or looks after, as she may have it; None for what is unknown to
    her. For who wrote it see assessment. Where she sees it by several markings, blind stays blind."""
    try:
        seen = Marking.objects.visible_to(user).current().filter(hand_in__files=file_id)
        markings = list(seen.select_related(*WAY).prefetch_related("hand_in__files"))
    except (ValidationError, ValueError):
        return None
    blind = [
        marking
        for marking in markings
        if is_blind_to(user, marking, programmes.scheme_of(marking.submission.run_assignment.run))
    ]
    for marking in [*blind, *markings]:
        files = {str(item.id): item for item in files_of(marking, is_blind=bool(blind))}
        return files.get(str(file_id))
    return None


def _criteria(marking: Marking, bank: tuple[BankComment, ...]) -> list[SheetCriterion]:
    marks = {mark.criterion_id: mark for mark in marking.marks.all()}
    return [
        SheetCriterion(
            criterion,
            tuple(criterion.levels.all()),
            marks.get(criterion.pk) or CriterionMark(marking=marking, criterion=criterion),
            tuple(comment for comment in bank if comment.criterion == criterion.code),
        )
        for criterion in marking.rubric.criteria.all()
    ]


def _of_attempt(marking: Marking) -> dict[str, Marking]:
    found = Marking.objects.current().filter(submission=marking.submission_id, attempt=marking.attempt)
    notes = Prefetch("annotations", queryset=Annotation.objects.filter(removed_at=None))
    rows = found.select_related("tutor").prefetch_related("marks__level", "rubric__criteria", notes)
    return {item.role: item for item in rows}


def may_see_others(user: User, marking: Marking) -> bool:
    """Whether what others say of the work may be known: a moderator's from the beginning, a marker's once her
    own is finished; to managers who mark nothing of it always."""
    if marking.role == Marking.Role.MODERATION or marking.is_finished:
        return True
    return is_manager(user) and marking.tutor_id != user.pk


def _others(user: User, marking: Marking, markings: Mapping[str, Marking]) -> list[OtherMarking]:
    """Finished ones; managers who mark nothing of it see what is begun too."""
    if not may_see_others(user, marking):
        return []
    is_mine = user.pk in {item.tutor_id for item in markings.values()}
    shown = [
        item
        for item in markings.values()
        if item.pk != marking.pk and (item.is_finished or (is_manager(user) and not is_mine))
    ]
    return [
        OtherMarking(
            item, {mark.criterion_id: mark for mark in item.marks.all()}, tuple(item.annotations.all())
        )
        for item in shown
    ]


def _waiting(marking: Marking) -> dict[str, tuple[MarkingEdit, ...]]:
    """One query, where nothing waits."""
    names = set(marking.edits.filter(is_kept=False).order_by().values_list("piece", flat=True))
    if not names:
        return {}
    by_name: dict[str, list[MarkingEdit]] = {name: [] for name in sorted(names)}
    for edit in marking.edits.filter(piece__in=names).order_by("pk"):
        by_name[edit.piece].append(edit)
    left = {name: tuple(unsettled(edits)) for name, edits in by_name.items()}
    return {name: edits for name, edits in left.items() if edits}


def _may_do(user: User, marking: Marking) -> MayDo:
    is_own = marking.tutor_id == user.pk
    is_open = marking.ended_at is None and not marking.is_finished
    is_first_done = marking.role == Marking.Role.FIRST and marking.is_finished
    return MayDo(
        save=is_open and (is_own or may_take(marking, user)),
        finish=is_open and is_own,
        reopen=marking.ended_at is None and marking.is_finished and not why_not_reopen(marking, user),
        hand_over=is_open and (is_own or is_manager(user)),
        moderate=is_first_done and is_manager(user) and not is_own,
        why_not_release=why_not_release(submission_id=marking.submission_id, by=user),
    )
