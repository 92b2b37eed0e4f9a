"""The door of membership."""

from .inviting import Found, Known, Newcomer, find_many, invite_many, open_invitations_of

__all__ = ["Found", "Known", "Newcomer", "find_many", "invite_many", "open_invitations_of"]
