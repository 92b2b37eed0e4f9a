"""Why nothing was taken, in words, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _, ngettext_lazy

WORDS = {
    "not_in_run": _("You are not in this course any more. Ask the people who run it if that is a mistake."),
    "no_team": _(
        "This is handed in by a team, and you are in none yet. Ask the people who run the course to put you "
        "into one."
    ),
    "not_open": _("This assignment is not open yet."),
    "being_marked": _(
        "Somebody has begun to mark what was handed in last. That is what counts; nothing takes its place."
    ),
    "marked": _("It is marked, and cannot be handed in again. The grade that you have stays."),
    "resubmission_over": _("The time to hand this in again is over. The grade that you have stays."),
    "too_late": _(
        "It is too late to hand this in. If something kept you from it, ask the people who run the course "
        "for more time: your draft is kept."
    ),
    "nothing": _("There is nothing to hand in yet: write something or add a file."),
    "changed": _(
        "The draft has changed since you looked at it, in another window or by another member of your team. "
        "Look at it again before you hand it in."
    ),
    "no_text": _("This assignment takes files only."),
    "too_long": _("The text is too long for one work. Hand the longer part in as a file."),
    "unreadable": _("What was sent cannot be read. Load this page again."),
    "no_files": _("This assignment takes no files: write your text here."),
    "no_file": _("Choose a file first."),
    "too_many_files": ngettext_lazy(
        "%(most)d file is all this assignment takes. Take it out to add another one.",
        "%(most)d files are all this assignment takes. Take one out to add another one.",
        "most",
    ),
    "too_large": _(
        "The file is too large: at most %(megabytes)s MB. Pictures and scans can be made smaller."
    ),
    "empty": _("The file is empty."),
    "unknown_kind": _("This kind of file is not taken: send a PDF, a DOCX, an ODT or a picture (JPEG, PNG)."),
    "broken": _(
        "The file cannot be opened: it is damaged or not whole. Save it again and send it once more."
    ),
    "encrypted": _("The file has a password. Save it without one and send it again."),
    "too_many_pages": _("The document has too many pages: at most %(most)s."),
    "too_many_pixels": _("The picture is too large to be opened. Make it smaller and send it again."),
    "animated": _("The file holds more than one picture. Send them one by one."),
    "macros": _("The document has macros. Save it without them (as DOCX or PDF) and send it again."),
    "active_content": _(
        "The document holds something that acts by itself: a script, a form, a film. Save it as a plain PDF."
    ),
    "embedded_files": _("The document holds other files. Take them out, or send them one by one."),
    "external_content": _("The document fetches parts from elsewhere. Put them into it, or save it as PDF."),
    "polyglot": _("The file is two kinds of file in one. Save it again from the program you wrote it in."),
}
UNSAFE = _("The file could not be checked. Save it again, as PDF if you can, and send it once more.")


def words_of(reasons: Iterable[str], facts: Mapping | None = None) -> list[str]:
    """Each reason in the reader's language. Figures come from ``facts``; nothing of a file's words does."""
    facts = facts or {}
    return [_said(str(reason), facts) for reason in reasons]


def _said(reason: str, facts: Mapping) -> str:
    words = WORDS.get(reason, UNSAFE)
    figures = {"most": facts.get("most", 0), "megabytes": facts.get("megabytes", 0)}
    if reason in {"too_many_files", "too_large", "too_many_pages"}:
        return words % figures
    return str(words)
