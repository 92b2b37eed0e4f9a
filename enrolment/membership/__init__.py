"""Membership: who belongs to which administration, and how one comes in, moves and goes.

Nouns: JoinRequest, Invitation, Transfer, Merge, NotDuplicate.
Verbs: ``ask_to_join``, ``approve``, ``ask_back``, ``refuse``, ``reopen``; ``invite_many``,
``write_invitations``, ``send_again``, ``withdraw_invitation``; ``ask_transfer``, ``release``,
``accept_transfer`` and their refusals; ``deactivate``, ``reactivate``; ``merge_accounts``.
Announces what ``signals.py`` says.
A person is of an administration (``User.administration``) once its coordinator has approved or invited her.
"""
