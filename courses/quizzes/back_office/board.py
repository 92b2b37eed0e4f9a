"""The drawing board of areas: what it says, and the picture it draws on (static/js/admin-hotspot.js)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext
from wagtail.images import get_image_model

PICTURE = "max-1200x1200|format-webp|preserve-svg"
# Where the board asks for a picture; the number is the picture's.
PICTURE_URL = reverse_lazy("question:picture", args=[0])


def board_words() -> dict[str, str]:
    """What the board says, and where it finds its pictures."""
    return {
        "pictures": str(PICTURE_URL),
        "board": gettext("Areas on the picture"),
        "rect": gettext("Add a rectangle"),
        "circle": gettext("Add a circle"),
        "poly": gettext("Add a polygon"),
        "choice": gettext("Choice"),
        "corner": gettext("Add a corner"),
        "remove": gettext("Remove the area"),
        "isRect": gettext("Rectangle: {code}"),
        "isCircle": gettext("Circle: {code}"),
        "isPoly": gettext("Polygon: {code}"),
        "handle": gettext("Corner {number} of {code}"),
        "size": gettext("Size of {code}"),
        "help": gettext(
            "Drag an area or its corners. By keyboard: Tab leads to an area and to its corners; arrow keys "
            "move it, ten times as far with Shift; Delete takes it away."
        ),
        "noPicture": gettext("Choose a picture, and the areas can be drawn here."),
        "noChoice": gettext("Every choice has its area. Add a choice with its code first."),
    }


def picture(request: HttpRequest, pk: int) -> JsonResponse:
    """Where a picture is and its original size in pixels, for those who write questions."""
    if not request.user.has_perm("quizzes.change_question"):
        raise PermissionDenied
    image = get_object_or_404(get_image_model(), pk=pk)
    url = image.get_rendition(PICTURE).url
    return JsonResponse({"url": url, "width": image.width, "height": image.height})
