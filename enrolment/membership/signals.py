"""What membership announces. Payload: ``people`` (of one administration), ``administration_id``, ``by``."""

from django.dispatch import Signal

members_joined = Signal()
members_left = Signal()
