"""What a name may hold: the one check of forms, models and imports.

A name is printed on certificates and shown to others, so nothing invisible may hide in it:
an override that turns text around, a control character, a pile of marks that covers the line above.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

# Persian and several Indian scripts need these two to write a name correctly.
JOINERS = frozenset("\u200c\u200d")
# Control, format (bidirectional marks and overrides among them), surrogate, private use, unassigned.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
MARKS = frozenset({"Mn", "Me"})
# Vietnamese stacks two marks on a letter, vocalised Arabic three.
MOST_MARKS = 4

_WHITE = re.compile(r"\s+")


def collapse_whitespace(text: str) -> str:
    """One space where there were tabs, line breaks or several spaces; none at the ends."""
    return _WHITE.sub(" ", text).strip()


def hidden_characters(text: str) -> list[str]:
    """The characters of ``text`` nobody can see, joiners apart."""
    return [char for char in text if char not in JOINERS and unicodedata.category(char) in INVISIBLE]


def has_pile_of_marks(text: str) -> bool:
    """Whether more marks stand on one letter than any script writes."""
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in MARKS else 0
        if run > MOST_MARKS:
            return True
    return False


@deconstructible
class PrintableName:
    """Refuses a name with invisible characters, without a letter, or with piles of marks."""

    messages = {
        "hidden": _(
            "This name has an invisible character (%(code)s). Please type the name instead of pasting it."
        ),
        "no_letter": _("A name needs at least one letter."),
        "marks": _("This name has more marks on a letter than can be printed."),
    }

    def __call__(self, value: str) -> None:
        hidden = hidden_characters(value)
        if hidden:
            raise self._error("hidden", code=f"U+{ord(hidden[0]):04X}")
        if not any(char.isalpha() for char in value):
            raise self._error("no_letter")
        if has_pile_of_marks(value):
            raise self._error("marks")

    def __eq__(self, other) -> bool:
        return isinstance(other, PrintableName)

    def __hash__(self) -> int:
        return hash(type(self))

    def _error(self, reason: str, **values) -> ValidationError:
        return ValidationError(self.messages[reason], code=reason, params=values)


printable_name = PrintableName()


def plain_text(text: str) -> None:
    """Refuses sentences with something nobody can see: an override that turns text around, a control
    character. Lines and tabs are welcome."""
    hidden = [char for char in hidden_characters(text) if char not in "\r\n\t"]
    if hidden:
        raise ValidationError(
            _("There is an invisible character in it (%(code)s). Please type it instead of pasting it."),
            code="hidden",
            params={"code": f"U+{ord(hidden[0]):04X}"},
        )
