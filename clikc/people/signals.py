"""What people announces. ``signed_up``: ``user``, just made; the ``administration`` she chose, or None."""

from django.dispatch import Signal

signed_up = Signal()
