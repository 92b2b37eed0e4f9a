"""The door of membership."""

from .addresses import is_nobodys
from .closing import deactivate, may_close, reactivate
from .deciders import coordinators_of, deciders_of, decides_for, is_secretariat, turn_of, without_coordinator
from .inviting import Found, Known, Newcomer, find_many, invite_many, open_invitations_of
from .joining import (
    MemberAlready,
    approve,
    ask_back,
    ask_to_join,
    refuse,
    reopen,
    withdraw_request,
)
from .letters import not_accepted, send_again, write_invitations
from .plans import Plans, register_plans
from .queues import in_turn, places_of, registrations, similar_members, transfers
from .standing import Standing, standing_of
from .transferring import (
    NoTransfer,
    accept_transfer,
    ask_transfer,
    decline_transfer,
    refuse_release,
    release,
    withdraw_transfer,
)
from .waiting import Waiting, people_invited, waiting_in
from .withdrawing import withdraw_invitation, withdraw_invitations

__all__ = [
    "Found",
    "Known",
    "MemberAlready",
    "Newcomer",
    "NoTransfer",
    "Plans",
    "Standing",
    "Waiting",
    "accept_transfer",
    "approve",
    "ask_back",
    "ask_to_join",
    "ask_transfer",
    "coordinators_of",
    "deactivate",
    "deciders_of",
    "decides_for",
    "decline_transfer",
    "find_many",
    "in_turn",
    "invite_many",
    "is_nobodys",
    "is_secretariat",
    "may_close",
    "not_accepted",
    "open_invitations_of",
    "people_invited",
    "places_of",
    "reactivate",
    "refuse",
    "refuse_release",
    "register_plans",
    "registrations",
    "release",
    "reopen",
    "send_again",
    "similar_members",
    "standing_of",
    "transfers",
    "turn_of",
    "waiting_in",
    "withdraw_invitation",
    "withdraw_invitations",
    "withdraw_request",
    "withdraw_transfer",
    "without_coordinator",
    "write_invitations",
]
