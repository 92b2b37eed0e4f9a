"""The door of membership."""

from .addresses import is_nobodys
from .appointed import ending_soon, tell_appointment
from .closing import deactivate, may_close, reactivate
from .deciders import (
    coordinators_in,
    coordinators_of,
    settles_registrations,
    settles_transfers,
    turn_of,
    without_coordinator,
)
from .duplicates import find_duplicates, say_two_people, take_back_two_people, two_people_in
from .formerly import joined_since, members_at, while_members
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
from .likeness import Reason
from .merging import (
    ChangedMeanwhile,
    MergeRefused,
    Preview,
    Refusal,
    merge_accounts,
    preview_merge,
    register_contents,
)
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
from .waiting import Waiting, people_invited, waiting_everywhere, waiting_for, waiting_in
from .withdrawing import withdraw_invitation, withdraw_invitations

__all__ = [
    "ChangedMeanwhile",
    "Found",
    "Known",
    "MemberAlready",
    "MergeRefused",
    "Newcomer",
    "NoTransfer",
    "Plans",
    "Preview",
    "Reason",
    "Refusal",
    "Standing",
    "Waiting",
    "accept_transfer",
    "approve",
    "ask_back",
    "ask_to_join",
    "ask_transfer",
    "coordinators_in",
    "coordinators_of",
    "deactivate",
    "decline_transfer",
    "ending_soon",
    "find_duplicates",
    "find_many",
    "in_turn",
    "invite_many",
    "is_nobodys",
    "joined_since",
    "may_close",
    "members_at",
    "merge_accounts",
    "not_accepted",
    "open_invitations_of",
    "people_invited",
    "places_of",
    "preview_merge",
    "reactivate",
    "refuse",
    "refuse_release",
    "register_contents",
    "register_plans",
    "registrations",
    "release",
    "reopen",
    "say_two_people",
    "send_again",
    "settles_registrations",
    "settles_transfers",
    "similar_members",
    "standing_of",
    "take_back_two_people",
    "tell_appointment",
    "transfers",
    "turn_of",
    "two_people_in",
    "waiting_everywhere",
    "waiting_for",
    "waiting_in",
    "while_members",
    "withdraw_invitation",
    "withdraw_invitations",
    "withdraw_request",
    "withdraw_transfer",
    "without_coordinator",
    "write_invitations",
]
