"""The form of an assignment's facts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..settled import may_turn
from .seen import WORDS, SeenField, as_quoted, changed_since, digest_of, show_again

NAMES = ("takes_text", "words_from", "words_to", "most_files", "most_megabytes", "is_group")
SETTLED = _(
    "There is work for this assignment already. Whether one person hands it in or a team stays as it is; "
    "the other way takes an assignment of its own."
)


class FactsForm(WagtailAdminModelForm):
    """Refuses what others changed since it was opened, and what would leave work without its author."""

    seen = SeenField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Before the form writes into it.
        self.stored = {name: str(getattr(self.instance, name)) for name in NAMES}
        self.initial["seen"] = digest_of(self.stored)

    def clean(self):
        cleaned = super().clean()
        self._refuse_unseen(cleaned)
        if "is_group" in cleaned and not may_turn(self.instance, is_group=cleaned["is_group"]):
            self.add_error("is_group", forms.ValidationError(SETTLED, code="settled"))
        return cleaned

    def _refuse_unseen(self, cleaned: dict) -> None:
        typed = {name: str(cleaned[name]) for name in NAMES if name in cleaned}
        changed = changed_since(cleaned.get("seen", ""), self.stored, typed)
        if not changed:
            return
        self.add_error(None, forms.ValidationError(WORDS["changed"], code="changed"))
        for name in changed:
            if name in NAMES:
                self._tell(name)
        show_again(self, self.stored)

    def _tell(self, name: str) -> None:
        value = getattr(self.instance, name)
        if isinstance(value, bool):
            value = _("Yes") if value else _("No")
        words = as_quoted("" if value is None else str(value))
        self.add_error(name, forms.ValidationError(WORDS["now"], code="changed", params={"text": words}))
