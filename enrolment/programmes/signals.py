"""What programmes announces. Payload: ``cohort`` (its dates, members, courses or state are other now)."""

from django.dispatch import Signal

cohort_changed = Signal()
