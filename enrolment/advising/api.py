"""The door of advising."""

from .beginnings import Beginning, register_beginning
from .conversations import Conversation, conversation_of, threads_of, unread_of, waiting
from .writing import MessageRefused, mark_read, write_message

__all__ = [
    "Beginning",
    "Conversation",
    "MessageRefused",
    "conversation_of",
    "mark_read",
    "register_beginning",
    "threads_of",
    "unread_of",
    "waiting",
    "write_message",
]
