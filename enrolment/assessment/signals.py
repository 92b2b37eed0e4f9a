"""What assessment announces. Payload: ``attempt`` (submitted, scored)."""

from django.dispatch import Signal

attempt_submitted = Signal()
