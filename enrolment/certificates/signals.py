"""What certificates announce. Payload: ``certificate``."""

from django.dispatch import Signal

certificate_awarded = Signal()
certificate_revoked = Signal()
