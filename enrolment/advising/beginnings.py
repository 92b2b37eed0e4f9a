"""Texts that later rooms have ready for a conversation: offered to be changed, never sent by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .conversations import PARTICIPANT, Conversation

if TYPE_CHECKING:
    from clikc.people.models import User


@dataclass(frozen=True)
class Beginning:
    """A text in the participant's ``language``; ``in_own_words`` is the same in the language of who is about
    to send it, empty where that is one language."""

    language: str
    text: str
    in_own_words: str = ""


Writer = Callable[[Conversation, "User"], Beginning | None]
_writers: dict[str, Writer] = {}


def register_beginning(about: str, write: Writer) -> None:
    """``write(conversation, reader)`` when a conversation is opened with ``?about=<about>``; call it when
    apps are ready."""
    _writers[about] = write


def beginning_of(about: str, conversation: Conversation, reader: User) -> Beginning | None:
    """What is ready, for who advises; None for the participant herself, and where nothing is."""
    write = _writers.get(about)
    if write is None or conversation.role == PARTICIPANT:
        return None
    return write(conversation, reader)
