"""Membership: who belongs to which administration, and how one comes in, moves and goes.

Nouns: JoinRequest, Invitation, Transfer, Merge.
Verbs: ``ask_to_join``, ``approve``, ``ask_back``, ``refuse``, ``invite_many``, ``accept_invitation``,
``ask_transfer``, ``release``, ``accept_transfer``, ``deactivate``, ``reactivate``.
Announces: ``members_joined``, ``members_left``.
A person is of an administration (``User.administration``) once its coordinator has approved or invited her.
"""
