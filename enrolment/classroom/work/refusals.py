"""Why nothing was taken, in words, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _, ngettext_lazy

from clikc.foundation import document_words

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
    "too_many_files": ngettext_lazy(
        "%(most)d file is all this assignment takes. Take it out to add another one.",
        "%(most)d files are all this assignment takes. Take one out to add another one.",
        "most",
    ),
}


def words_of(reasons: Iterable[str], facts: Mapping | None = None) -> list[str]:
    """Each reason in the reader's language. Figures come from ``facts``; nothing of a file's words does."""
    facts = facts or {}
    return [_said(str(reason), facts) for reason in reasons]


def _said(reason: str, facts: Mapping) -> str:
    if reason not in WORDS:
        return document_words.words_of(reason, facts)
    words = WORDS[reason]
    return words % {"most": facts.get("most", 0)} if reason == "too_many_files" else str(words)
