"""Views any site would need: health, and refusals that explain themselves."""

import posixpath

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.static import serve


@never_cache
def healthz(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request):
    """Whether the site can serve: database reachable, migrations applied, queue readable."""
    checks = {"database": False, "migrations": False, "queue": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        checks["database"] = True
        executor = MigrationExecutor(connection)
        checks["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        checks["queue"] = _queue_answers()
    except Error:
        pass
    is_ready = all(checks.values())
    return JsonResponse({"ready": is_ready, **checks}, status=200 if is_ready else 503)


def _queue_answers() -> bool:
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.exists()
    return True


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def media(request, path):
    """Pictures of pages. A picture opened by itself (an SVG can carry code) runs in a sandbox.

    Only what Wagtail wrote as images is served here; documents go through their own view.
    """
    # "images/../documents/…" is no picture.
    path = posixpath.normpath(path)
    if not path.startswith(("images/", "original_images/")):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "public, max-age=2592000"
    return response
