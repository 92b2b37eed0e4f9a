"""What grading announces.

``grade_recorded``: payload ``entry`` (a GradeEntry). A grade was entered, changed or taken back; from that
moment its participant knows it.
"""

from django.dispatch import Signal

grade_recorded = Signal()
