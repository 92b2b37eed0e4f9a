"""What completion announces. Payload: ``completion``."""

from django.dispatch import Signal

course_completed = Signal()
