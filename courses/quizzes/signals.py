"""What quizzes announce. Heard in ``enrolment/journey.py``."""

from django.dispatch import Signal

# After a quiz was given another time limit, opening or closing time. Sent once that is committed: who
# hears it locks attempts, and an attempt is locked before its quiz, never after. Payload: ``quiz``.
quiz_rescheduled = Signal()
