"""What admissions announces. Payload: ``enrolment``."""

from django.dispatch import Signal

learner_enrolled = Signal()
learner_left = Signal()
