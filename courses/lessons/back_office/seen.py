"""What a form showed when it was opened: who saves after somebody else did overwrites nothing unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

# Name of a piece, without spaces → its text.
Pieces = Mapping[str, str]

WORDS = {
    "changed": _(
        "Somebody else has changed this meanwhile. Nothing is saved, and what you typed stands here. Bring "
        "in what was changed as far as it belongs there, and save again: what you save next is what counts."
    ),
    "now": _("Changed meanwhile. It says now: %(text)s"),
    "gone": _("This is not there any more: %(where)s"),
}


class SeenField(forms.CharField):
    """A digest of each piece, as they were shown; without it everything counts as unseen."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, required=False)


def digest_of(pieces: Pieces) -> str:
    return " ".join(f"{name}={_mark(text)}" for name, text in pieces.items())


def changed_since(seen: str, now: Pieces, typed: Pieces) -> dict[str, str | None]:
    """Name → its text now, None where it is gone: of what is another than it was ``seen``, and another than
    what was ``typed``. The same form sent twice changed nothing for itself."""
    before = dict(item.rpartition("=")[::2] for item in seen.split())
    changed = {name: text for name, text in now.items() if before.get(name) != _mark(text)}
    changed |= {name: None for name in before if name not in now}
    return {name: text for name, text in changed.items() if typed.get(name) != text}


def show_again(form: forms.Form, now: Pieces) -> None:
    """Let a form that was refused say that all of this was seen, as it is from now on."""
    form.data = form.data.copy()
    form.data[form.add_prefix("seen")] = digest_of(now)


def as_quoted(text: str) -> str:
    """A text of any direction, to stand in a sentence."""
    return f"\u2068{text}\u2069" if text else "–"


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]
