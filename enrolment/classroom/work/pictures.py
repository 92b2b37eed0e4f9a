"""Pages of a file of one's own work as pictures: beside them stands what was said of them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.views.decorators.http import require_safe

from enrolment.assessment import api as assessment


@require_safe
@login_required
def page(request, pk, number, width):
    """For those whose work it is; to everybody else it is unknown, whether or not it is there."""
    kept = assessment.own_file(request.user, pk)
    if kept is None:
        raise Http404
    return assessment.page_answer(request, kept, kept.file, number=number, width=width)
