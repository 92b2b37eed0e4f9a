"""What programmes announces: ``cohort_changed`` with ``cohort`` (its dates, members, courses or state are
other now); ``run_quiz_moved`` with ``quiz`` (in one of its runs it opens or closes at another time)."""

from django.dispatch import Signal

cohort_changed = Signal()
run_quiz_moved = Signal()
