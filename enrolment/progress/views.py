"""What a lesson page sends while it is read."""

from uuid import UUID

from django.conf import settings
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clikc.foundation.bodies import Unreadable, read_object
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions

from . import rules
from .api import record_progress

MOST_BLOCKS = 500


@require_POST
@never_cache
def save(request):
    """Record blocks read: ``{activity, blocks: [id…], last_block, language}`` → what is saved now.

    401 when signed out (the page keeps the entry and asks to sign in), 404 for a lesson of a
    course one is not in, exactly as for an unknown one, 400 for anything unreadable.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"reason": "signed_out"}, status=401)
    try:
        told = _read(request)
    except Unreadable:
        return JsonResponse({"reason": "unreadable"}, status=400)
    found = _lesson_of(request.user, told["activity"])
    if found is None:
        return JsonResponse({"reason": "unknown"}, status=404)
    enrolment, activity = found
    record = record_progress(
        enrolment_id=enrolment.pk,
        activity=activity,
        blocks=told["blocks"],
        last_block=told["last_block"],
        language=told["language"],
    )
    is_done = record.completed_at is not None
    share = 100 if is_done else rules.share_read(record.blocks_read, activity.blocks)
    return JsonResponse({"saved_at": timezone.now().isoformat(), "percent": share, "is_done": is_done})


def _lesson_of(user, key: UUID):
    """The person's active enrolment and the lesson, or None. Two queries."""
    activity = catalogue.lesson_by_key(key)
    if activity is None:
        return None
    enrolment = admissions.enrolment_of(learner=user, course_id=activity.course_id)
    return (enrolment, activity) if enrolment and enrolment.is_under_way else None


def _read(request) -> dict:
    told = read_object(request)
    blocks = told.get("blocks", [])
    try:
        activity = UUID(told["activity"])
    except (ValueError, TypeError, AttributeError, KeyError):
        raise Unreadable from None
    if not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS:
        raise Unreadable
    language = told.get("language")
    return {
        "activity": activity,
        "blocks": [block for block in blocks if isinstance(block, str)],
        "last_block": told.get("last_block") if isinstance(told.get("last_block"), str) else "",
        "language": language if language in settings.INTERFACE_LANGUAGES else "",
    }
