"""What people announces.

``signed_up``: ``user``, just made; the ``administration`` she chose, or None.
``appointment_changed``: ``grant`` of a national coordinator or deputy; ``what`` was done to it.
"""

from django.dispatch import Signal

signed_up = Signal()
appointment_changed = Signal()
