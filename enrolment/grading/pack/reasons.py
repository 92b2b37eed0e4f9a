"""Why a file, a row or a piece of it is not taken: stable codes, and what they say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from enrolment.intake import api as intake

# Of a row. What stands behind a colon in a code is the detail.
ROW = {
    "no_code": _("The code of the work is missing."),
    "unknown": _("There is no work with this code among yours."),
    "not_yours": _("This work is not yours to mark any more."),
    "twice": _("The same code stands in line %(detail)s too. Keep one of the rows."),
    "mixed_up": _("This row was mixed up with another: the hidden column does not belong to the code."),
    "finished": _("It is finished on the page already. What is there stays."),
    "released": _("Its grade is released already. What is there stays."),
    "handed_in_anew": _("The participant handed in a newer version since. Take a new pack."),
    "another_rubric": _("The row was made for another version of the rubric. Take a new pack."),
    "unreadable_cell": _("A cell of this row cannot be read: an error, or a formula without a value."),
    "incomplete": _("It cannot be finished yet. No points: %(detail)s."),
    "not_finished": _("It was not finished, because not all of the row could be taken."),
    "finished_word": _("“%(detail)s” is neither yes nor no, so it was not finished."),
    "changed_since": _("It was changed on the page after you looked at this plan, so it was not finished."),
}
# Of a piece of a row.
PIECE = {
    "changed_meanwhile": _(
        "It was changed on the page meanwhile. What is there stays; yours is put beside it there, to choose."
    ),
    "level": _("This is none of the levels."),
    "points": _("These points are not within the range, or not in quarters."),
    "too_long": _("This is longer than can be kept."),
    "value": _("This cannot be kept."),
    "with_row": _("Not taken, because the row is not."),
}
# Of a file, beside what is said of every list that comes in.
FILE = {
    "no_header": _("No sheet of marks was found. Send the one of the pack, with its rows of headers."),
    "no_sheets": _("There is no spreadsheet in this archive. Send the one of the pack."),
    "archive_too_large": _("The file is too large."),
}


def row_sentence(reason: str) -> str:
    """What a reason of a row says, in the language of now."""
    code, _colon, detail = reason.partition(":")
    return str(ROW[code]) % {"detail": detail}


def piece_sentence(code: str) -> str:
    return str(PIECE[code])


def file_sentence(code: str, line: int = 0, detail: str = "") -> str:
    """What the refusal of a file says, in the language of now."""
    return str(FILE[code]) if code in FILE else intake.file_sentence(code, line, detail)
