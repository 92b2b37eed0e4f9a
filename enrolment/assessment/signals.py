"""What assessment announces. Payload of each: ``attempt`` (submitted, scored).

``attempt_submitted``: it was handed in, or closed at its deadline.
``attempt_settled``: its result may count from now on, or has changed: at once, in an exam when results
are released; when the last answer that waited for a person was marked; when a key was corrected.
"""

from django.dispatch import Signal

attempt_submitted = Signal()
attempt_settled = Signal()
