"""The door of membership."""

from .inviting import Found, Known, Newcomer, find_many, invite_many, open_invitations_of
from .waiting import Waiting, waiting_in

__all__ = [
    "Found",
    "Known",
    "Newcomer",
    "Waiting",
    "find_many",
    "invite_many",
    "open_invitations_of",
    "waiting_in",
]
