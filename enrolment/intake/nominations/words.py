"""What becomes of a row of nominations, and why, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from ..reasons import ROW, parted

# In the order they are counted.
OUTCOMES = {
    "new": pgettext_lazy("a row of nominations", "New nomination"),
    "changed": pgettext_lazy("a row of nominations", "Changes a draft"),
    "unchanged": pgettext_lazy("a row of nominations", "Nothing new"),
    "kept": pgettext_lazy("a row of nominations", "Stays as it is"),
    "decided": pgettext_lazy("a row of nominations", "Decided"),
    "over": pgettext_lazy("a row of nominations", "One too many"),
    "broken": pgettext_lazy("a row of nominations", "To be mended"),
}
MEANINGS = {
    "new": _("A draft is made, ranked behind those there are, in the order of the file."),
    "changed": _("A draft takes over what the row says."),
    "unchanged": _("The nomination says the same already."),
    "kept": _("Endorsed, or the officer's own application: it is changed on its page alone."),
    "decided": _("No file changes what is decided or withdrawn."),
    "over": _("Your administration has no nomination left for it."),
    "broken": _("Left out until mended."),
}
TONES = {"new": "good", "changed": "accent", "over": "warn", "broken": "bad"}
# What a confirmation does something about.
DOES = ("new", "changed")

REASONS = {
    **ROW,
    "unknown_officer": _("No such officer is known in your administration."),
    "own": _("You cannot nominate yourself: another coordinator of your administration can."),
    "bad_day": _("This is no day. Write it like 2024-03-31."),
    "unsure_day": _("Which number is the day, and which the month? Write it like 2024-03-31."),
    "unknown_post": _("The post is not understood. Write officer, middle management or senior management."),
    "unknown_languages": _("The languages are not understood. Write their names, with commas between them."),
    "long_text": _("A text is longer than 2,000 characters."),
    "hidden_characters": _("A text holds invisible characters. Type it instead of pasting it."),
    "not_eligible": _("By the rules of the call this officer is not eligible."),
}


def reason_in_words(reason: str) -> str:
    """What a reason of a row says, in the language of now."""
    code, detail = parted(reason)
    return str(REASONS[code]) % {"detail": detail}
