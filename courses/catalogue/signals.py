"""What the catalogue announces. Payload: ``course_id``."""

from django.dispatch import Signal

# Something a course asked for is asked for no more.
course_shortened = Signal()
