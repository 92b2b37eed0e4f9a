"""What membership announces.

``members_joined``, ``members_left``: ``people`` (of one administration), ``administration_id``, ``by``.
``account_absorbed``: what ``dropped`` has is ``kept``'s from now on; both are people, locked; ``by``.
"""

from django.dispatch import Signal

members_joined = Signal()
members_left = Signal()
account_absorbed = Signal()
