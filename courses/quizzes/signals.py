"""What quizzes announce. Heard in ``enrolment/journey.py``."""

from django.dispatch import Signal

# After a quiz was given another time limit, opening or closing time. Sent inside the transaction that
# saved it. Payload: ``quiz``.
quiz_rescheduled = Signal()
