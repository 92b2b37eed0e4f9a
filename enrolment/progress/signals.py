"""What progress announces. Payload: ``enrolment_id``, ``activity_id``, ``at``."""

from django.dispatch import Signal

activity_completed = Signal()
