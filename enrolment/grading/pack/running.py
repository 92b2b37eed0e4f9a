"""Doing what was agreed: row by row, each in one transaction with the mark that it is done.

So a run that is killed anywhere leaves whole rows done and the rest untouched, and the next one goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from ..finishing import finish_marking
from ..models import Marking, PackRow, PackUpload
from ..refusals import MarkingRefused, MarkingUnknown, PieceConflict
from ..saving import save_piece
from .judging import Judged
from .planning import counts_of
from .reasons import PIECE, ROW

if TYPE_CHECKING:
    from clikc.people.models import User

State = PackUpload.State
Advance = Callable[[int, int], object]


def run_upload(
    *,
    upload: PackUpload,
    advance: Advance = lambda _done, _total: None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> PackUpload:
    """Do what a confirmed upload asks for, as far as it is not done; safe to call again, and by two at once.

    Each row is done by its owner as she is at that moment: what is not hers any more stays untouched.
    """
    if upload.state != State.CONFIRMED:
        return upload
    ids = _waiting(upload)
    done = upload.rows.filter(done_at__isnull=False).count()
    total = done + len(ids)
    for number, pk in enumerate(ids, start=done + 1):
        if is_stopping():
            return upload
        _do_row(pk, upload)
        advance(number, total)
    _finish(upload)
    upload.refresh_from_db()
    return upload


@transaction.atomic
def _do_row(pk: int, upload: PackUpload) -> None:
    row = PackRow.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if row.done_at is not None:
        return
    owner = get_user_model().objects.get(pk=upload.owner_id)
    judged = Judged(changes=row.changes, reasons=list(row.reasons), finishes=row.finishes)
    _save(row, judged, owner, tab=f"pack-{upload.pk.hex}")
    row.changes, row.reasons, row.finishes = judged.changes, judged.reasons, judged.finishes
    row.outcome, row.done_at = judged.outcome, timezone.now()
    row.save(update_fields=["changes", "reasons", "finishes", "outcome", "done_at"])


def _save(row: PackRow, judged: Judged, owner: User, *, tab: str) -> None:
    """Save the pieces of a row, and finish where it says so and all of it was taken."""
    seen = Marking.objects.visible_to(owner).filter(pk=row.marking_id, tutor=owner, ended_at=None)
    version = seen.values_list("version", flat=True).first()
    if version is None:
        judged.refuse("not_yours")
        return
    last = version
    for change in judged.changes:
        if not is_to_do(change):
            continue
        try:
            given = {"piece": change["piece"], "value": change["new"], "tab": tab}
            base = change.get("base", row.version)
            last = save_piece(marking_id=row.marking_id, by=owner, base=base, **given).version
        except PieceConflict:
            change["why"] = "changed_meanwhile"
        except MarkingUnknown:
            judged.refuse("not_yours")
            return
        except MarkingRefused as refused:
            _note(judged, change, refused.reason)
            if judged.is_refused:
                return
    if judged.finishes:
        _finish_marking(row, judged, owner, was=version, now=last)


def _note(judged: Judged, change: dict, reason: str) -> None:
    if reason in ROW:
        judged.refuse(reason)
    else:
        change["why"] = reason if reason in PIECE else "value"


def _finish_marking(row: PackRow, judged: Judged, owner: User, *, was: int, now: int) -> None:
    """Only as it was looked at: with something else in it, a person looks at it once more."""
    if any(change["why"] for change in judged.changes):
        reason = "not_finished"
    elif was != row.version:
        reason = "changed_since"
    else:
        reason = _why_not_finished(row, owner, now)
    if reason:
        judged.finishes = False
        judged.reasons.append(reason)


def _why_not_finished(row: PackRow, owner: User, version: int) -> str:
    try:
        finish_marking(marking_id=row.marking_id, by=owner, base=version)
    except MarkingUnknown:
        return "not_yours"
    except MarkingRefused as refused:
        return "changed_since" if refused.reason == "changed_meanwhile" else "not_finished"
    return ""


def _waiting(upload: PackUpload) -> list[int]:
    """The rows of which something is to be done. One query."""
    rows = upload.rows.undone().exclude(outcome=PackRow.Outcome.UNCHANGED)
    there = rows.values_list("pk", "finishes", "changes")
    return [pk for pk, finishes, changes in there if finishes or any(map(is_to_do, changes))]


def is_to_do(change: dict) -> bool:
    """Whether a piece is saved, or put beside what another page saved."""
    return change["why"] in ("", "changed_meanwhile")


def _finish(upload: PackUpload) -> None:
    """Where every row is done by now, by whomever."""
    if not _waiting(upload):
        confirmed = PackUpload.objects.filter(pk=upload.pk, state=State.CONFIRMED)
        confirmed.update(state=State.DONE, counts=counts_of(upload), finished_at=timezone.now())
