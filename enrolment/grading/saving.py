"""Saving a marking piece by piece, as it is typed; nothing that anybody wrote is ever lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from enrolment.assessment import api as assessment

from .edits import HANDED_IN, HANDED_OVER, SAME, note, write
from .locking import lock_seen
from .models import Marking, MarkingEdit
from .pieces import Piece, read_piece
from .refusals import MarkingRefused, PieceConflict
from .staff import authors_of, is_manager, why_not

if TYPE_CHECKING:
    from clikc.people.models import User

LONGEST_TAB = 40
LARGEST_SEQUENCE = 2**53 - 1  # what a browser can count to


@dataclass(frozen=True)
class PieceSaved:
    """The server has it. ``version`` is the base of what is saved next, ``before`` what it was until then;
    ``value`` what is kept, as it is kept."""

    before: int
    version: int
    saved_at: datetime
    value: dict


@dataclass(frozen=True)
class _Page:
    """The page that sends: its name, and its count of what it sent."""

    by: User
    tab: str
    sequence: int

    def sent(self, edit: MarkingEdit) -> bool:
        return bool(self.tab) and edit.tab == self.tab and edit.by_id == self.by.pk

    @property
    def facts(self) -> dict:
        return {"by": self.by, "tab": self.tab, "sequence": self.sequence}


def save_piece(
    *, marking_id: UUID, by: User, piece: str, value: dict, base: int, tab: str = "", sequence: int = 0
) -> PieceSaved:
    """Keep one piece of a marking: ``feedback`` and ``note`` (``{"text": str}``), ``criterion:<id>``
    (``{"level": id or None, "points": str or None, "comment": str}``: of a rubric the level gives the
    points, of a guide ``points`` count), ``annotation:<uuid>`` (``{"comment": str, "start", "end"}``, in
    characters of the plain text, or ``{"comment", "file": uuid, "page", "x", "y"}``, in thousandths, or on
    a passage of a file's text: ``file`` with ``start`` and ``end``; ``{"removed": True}``).

    ``base`` is the version the page knew. Where the piece was saved since with another value, by somebody
    else or from another page, PieceConflict says so, and this value is kept beside. ``tab`` names the page
    that sends (any text of 40 characters): what it sends never conflicts with what it sent before, although
    an answer was lost on the way; with a ``sequence`` that it counts up from 1, what it sent earlier and
    comes later is passed over. The same value again changes nothing, but counts as sent. The first saved word
    begins the marking, and locks the work. Raises PieceConflict, MarkingRefused, MarkingUnknown.
    """
    for number in (base, sequence):
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= LARGEST_SEQUENCE:
            raise MarkingRefused("value")
    if not isinstance(tab, str) or len(tab) > LONGEST_TAB or not tab.isascii() or not tab.isprintable():
        raise MarkingRefused("value")
    saved = _save(marking_id, _Page(by, tab, sequence), piece, value, base)
    if isinstance(saved, PieceConflict):
        raise saved
    return saved


@transaction.atomic
def _save(marking_id: UUID, page: _Page, name: str, value: dict, base: int) -> PieceSaved | PieceConflict:
    """What was saved; or the conflict, returned so that it is kept."""
    marking = lock_seen(marking_id, page.by)
    _check(marking, page.by)
    piece = read_piece(marking, name, value)
    news = _news(marking, name, base)
    if any(edit.piece == HANDED_IN for edit in news):
        raise MarkingRefused("handed_in_anew")
    if piece.new == piece.now:
        return _settled(marking, name, piece, page, is_known=not news)
    if page.sequence < _counted(marking, name, page):
        return _as_it_is(marking, piece)
    if news and not page.sent(news[-1]):
        return _conflict(marking, name, piece, news[-1], page)
    return _kept(marking, name, piece, page)


def _check(marking: Marking, by: User) -> None:
    """Hers to mark: her own, or a moderation that waits for any manager and is hers by her first word."""
    if marking.is_finished:
        raise MarkingRefused("finished")
    if marking.tutor_id == by.pk:
        return
    if marking.tutor_id is not None or not may_take(marking, by):
        raise MarkingRefused("not_yours")


def may_take(marking: Marking, by: User) -> bool:
    """Whether a moderation that is nobody's may become this manager's."""
    is_open = marking.role == Marking.Role.MODERATION and marking.tutor_id is None and not marking.is_finished
    if not is_open or not is_manager(by) or why_not(by, authors_of(marking.submission)):
        return False
    others = Marking.objects.current().filter(submission=marking.submission_id, attempt=marking.attempt)
    return not others.filter(tutor=by).exists()


def _news(marking: Marking, name: str, base: int) -> list[MarkingEdit]:
    """What happened to the piece, and to the work, since a page was made. Oldest first; one query."""
    since = marking.edits.filter(piece__in=[name, HANDED_IN], version__gt=base, is_kept=True)
    return list(since.order_by("pk"))


def _settled(marking: Marking, name: str, piece: Piece, page: _Page, *, is_known: bool) -> PieceSaved:
    """The same value again. Who chose the other one's word knowingly settles what waited for her."""
    if is_known and unsettled(marking.edits.filter(piece=name)):
        return _kept(marking, name, piece, page)
    if page.sequence > _counted(marking, name, page):
        write(marking, f"{SAME}{name}", {}, **page.facts)
    return _as_it_is(marking, piece)


def _as_it_is(marking: Marking, piece: Piece) -> PieceSaved:
    return PieceSaved(marking.version, marking.version, marking.saved_at or marking.made_at, piece.now)


def _counted(marking: Marking, name: str, page: _Page) -> int:
    """The highest count that the page has sent the piece with, kept or as it was; its own where it does not
    count. One query at most."""
    if not page.tab or not page.sequence:
        return page.sequence
    sent = marking.edits.filter(piece__in=[name, f"{SAME}{name}"], is_kept=True, tab=page.tab, by=page.by)
    return sent.aggregate(highest=Max("sequence"))["highest"] or 0


def unsettled(edits: Iterable[MarkingEdit]) -> list[MarkingEdit]:
    """Of the changes of a piece in their order: those that came too late and that nobody has chosen about."""
    waiting: list[MarkingEdit] = []
    for edit in edits:
        waiting = [] if edit.is_kept else [*waiting, edit]
    return waiting


def _conflict(marking: Marking, name: str, piece: Piece, theirs: MarkingEdit, page: _Page) -> PieceConflict:
    waiting = unsettled(marking.edits.filter(piece=name).order_by("pk"))
    if not any(edit.by_id == page.by.pk and edit.value == piece.new for edit in waiting):
        write(marking, name, piece.new, is_kept=False, **page.facts)
    return PieceConflict(
        mine=piece.new,
        theirs=piece.now,
        version=marking.version,
        saved_at=theirs.at,
        is_own=theirs.by_id == page.by.pk,
    )


def _kept(marking: Marking, name: str, piece: Piece, page: _Page) -> PieceSaved:
    now, before = timezone.now(), marking.version
    if marking.tutor_id is None:
        marking.tutor = page.by
        value = {"from": None, "to": page.by.pk, "reason": ""}
        note(marking, HANDED_OVER, value, by=page.by, changed=("tutor",))
    if marking.begun_at is None:
        marking.begun_at = now
        assessment.lock_work(marking.submission_id)
    piece.put()
    marking.saved_at = now
    marking.version += 1
    marking.save(update_fields=["version", "saved_at", "begun_at"])
    write(marking, name, piece.new, **page.facts)
    return PieceSaved(before, marking.version, now, piece.new)
