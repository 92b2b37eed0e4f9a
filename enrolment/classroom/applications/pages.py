"""What somebody has applied or been nominated for, and one of these."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .finding import own_or_404
from .shown import Application, own_applications


@require_safe
@login_required
@never_cache
def applications(request):
    """Offers first, then all nominations of hers, and the calls she can apply to."""
    context = {"shown": own_applications(request.user)}
    return render(request, "classroom/applications/list.html", context)


@require_safe
@login_required
@never_cache
def application(request, pk):
    """How it stands, what comes next, whether she is eligible and why, what was done."""
    item = Application(own_or_404(request, pk))
    return render(request, "classroom/applications/application.html", {"item": item})
