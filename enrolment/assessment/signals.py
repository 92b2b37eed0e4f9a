"""What assessment announces. Payload of each: ``attempt`` (submitted, scored).

``attempt_submitted``: it was handed in, or closed at its deadline. The only announcement that is made
once for every attempt, in every mode and before any release; whoever counts or records sittings hears it.
``attempt_settled``: its result may count from now on, or has changed: at once, in an exam when results
are released; when an answer that waited for a person was marked; when a key was corrected.
``result_known``: a result that its learner could not know when she handed in: the last answer that
waited was marked, or the results of the exam were released (of her attempts, the last one).

``work_handed_in``: payload ``hand_in``. A work was handed in, the first time or anew.
"""

from django.dispatch import Signal

attempt_submitted = Signal()
attempt_settled = Signal()
result_known = Signal()
work_handed_in = Signal()
