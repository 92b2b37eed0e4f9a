"""The first page: what waits for the coordinator of an administration."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .workspace import coordinator_page


@coordinator_page
@require_safe
def home(request, administration):
    return render(
        request, "coordination/home.html", {"administration": administration, "section": "overview"}
    )
