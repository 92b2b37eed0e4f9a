"""The door of advising."""

from .conversations import Conversation, conversation_of, threads_of, unread_of, waiting
from .writing import MessageRefused, mark_read, write_message

__all__ = [
    "Conversation",
    "MessageRefused",
    "conversation_of",
    "mark_read",
    "threads_of",
    "unread_of",
    "waiting",
    "write_message",
]
