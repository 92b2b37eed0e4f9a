"""What an import did to a question, in the history of the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext, gettext_lazy as _
from wagtail.log_actions import LogFormatter

from .models import Question
from .noting import note

ACTION = "quizzes.import"
# What an import can change of a question; ``key`` is which answers are right.
PARTS = {
    "kind": _("kind"),
    "text": _("question"),
    "choices": _("choices"),
    "definition": _("what is asked for"),
    "key": _("what is right"),
    "explanation": _("explanation"),
    "difficulty": _("difficulty"),
    "tags": _("tags"),
    "subjects": _("subjects"),
    "source": _("source"),
    "picture": _("picture"),
}


def named(changes: Iterable[str]) -> list[str]:
    """The parts that become others, in the language of the reader."""
    return [str(PARTS.get(name, name)) for name in changes]


def note_imports(changed: Mapping[Question, Iterable[str]], *, user) -> None:
    """A line in the history of each question that an import changed: which of its parts."""
    note({item: {"changes": list(parts)} for item, parts in changed.items()}, action=ACTION, user=user)


def register(actions) -> None:
    """Let histories say what an import did."""

    @actions.register_action(ACTION)
    class ImportFormatter(LogFormatter):
        label = _("Import from a file")

        def format_message(self, log_entry):
            parts = ", ".join(named(log_entry.data.get("changes", ())))
            return gettext("Imported from a file. Changed: %(parts)s.") % {"parts": parts}
