"""Why a file is not taken (``documents.Refused``), in words, with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

WORDS = {
    "no_file": _("Choose a file first."),
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


def words_of(reason: str, facts: Mapping) -> str:
    """A reason in the reader's language. Figures come from ``facts``; nothing of a file's words does."""
    words = WORDS.get(reason, UNSAFE)
    if reason in {"too_large", "too_many_pages"}:
        return words % {"most": facts.get("most", 0), "megabytes": facts.get("megabytes", 0)}
    return str(words)
