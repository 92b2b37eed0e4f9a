"""What programmes announces: ``cohort_changed`` with ``cohort`` (its dates, members, courses or state are
other now); ``run_quiz_moved`` with ``quiz`` (in one of its runs it opens or closes at another time);
``session_dated`` with ``session`` (the runs of its modules have the dates that its events say), in the
transaction that dated it, under its lock."""

from django.dispatch import Signal

cohort_changed = Signal()
run_quiz_moved = Signal()
session_dated = Signal()
