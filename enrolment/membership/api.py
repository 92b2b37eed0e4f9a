"""The door of membership."""

from .closing import deactivate, may_close, reactivate
from .inviting import Found, Known, Newcomer, find_many, invite_many, open_invitations_of
from .letters import not_accepted, send_again, write_invitations
from .plans import Plans, register_plans
from .waiting import Waiting, people_invited, waiting_in
from .withdrawing import withdraw_invitation, withdraw_invitations

__all__ = [
    "Found",
    "Known",
    "Newcomer",
    "Plans",
    "Waiting",
    "deactivate",
    "find_many",
    "invite_many",
    "may_close",
    "not_accepted",
    "open_invitations_of",
    "people_invited",
    "reactivate",
    "register_plans",
    "send_again",
    "waiting_in",
    "withdraw_invitation",
    "withdraw_invitations",
    "write_invitations",
]
