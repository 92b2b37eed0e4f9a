"""What membership announces.

``members_joined``, ``members_left``: ``people`` (of one administration), ``administration_id``, ``by``.
``invitation_accepted``: ``person``, who came in with the account that was made for her.
``account_absorbed``: what ``dropped`` has is ``kept``'s from now on; both are people, locked; ``by``.
"""

from django.dispatch import Signal

members_joined = Signal()
members_left = Signal()
invitation_accepted = Signal()
account_absorbed = Signal()
