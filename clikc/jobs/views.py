"""A job's page for its owner: how far it is, its file, stopping it and starting it again."""

from django.contrib import messages
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from clikc.people.roles import Role
from clikc.people.staff import staff_page

from .api import start_again, stop_job
from .models import Job
from .telling import has_file, is_stoppable, told_of
from .workers import is_anybody_working

LATEST = 30

# Whoever has jobs sees them; staff after their second factor.
for_its_owner = staff_page(lambda _user: True)


@for_its_owner
@require_safe
def jobs(request):
    """One's own jobs, the newest first; for administrators also what failed, whoever's it was."""
    is_admin = request.user.has_role(Role.ADMIN)
    failed = Job.objects.filter(state=Job.State.FAILED) if is_admin else Job.objects.none()
    context = {
        "own": Job.objects.filter(owner=request.user)[:LATEST],
        "failed": failed.select_related("owner")[:LATEST],
        "failed_count": failed.count() if is_admin else 0,
        "is_admin": is_admin,
        "is_anybody_working": is_anybody_working(),
    }
    return render(request, "jobs/jobs.html", context)


@for_its_owner
@require_safe
def job(request, pk):
    return render(request, "jobs/job.html", {"job": _seen(request, pk)})


@for_its_owner
@require_GET
def state(request, pk):
    """The same for a script: ``{"open", "done", "total", "amount", "sentence", "tone"}``."""
    seen = _seen(request, pk)
    told = told_of(seen)
    return JsonResponse(
        {
            "open": seen.is_open,
            "done": seen.done,
            "total": seen.total,
            "amount": told.amount,
            "sentence": told.sentence,
            "tone": told.tone,
        }
    )


@for_its_owner
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, pk):
    """Asks first; POST stops. What is over, or cannot be stopped, is shown as it stands."""
    seen = _seen(request, pk)
    if not is_stoppable(seen):
        return redirect("job", pk)
    if request.method != "POST":
        return render(request, "jobs/stop.html", {"job": seen})
    stop_job(job=seen)
    messages.success(request, _("It is being stopped."))
    return redirect("job", pk)


@for_its_owner
@require_POST
def again(request, pk):
    return redirect("job", start_again(job=_seen(request, pk)).pk)


@for_its_owner
@require_safe
def file(request, pk):
    """The file of a job, to be saved: nothing of it is shown or kept by the browser."""
    seen = _seen(request, pk)
    if not has_file(seen):
        raise Http404
    try:
        content = seen.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, as_attachment=True, filename=seen.file_name)


def _seen(request, pk) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user).select_related("owner"), pk=pk)
