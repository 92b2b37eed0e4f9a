"""Refusing what nobody can read, when a request came, and the content security policy."""

import re

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponseBadRequest
from django.utils import timezone
from django.views.defaults import page_not_found

# NUL and lone surrogates (as UTF-8 would carry them) break databases; no reader sends them.
UNREADABLE = re.compile(r"%00|%ed%[ab][0-9a-f]|\x00|[\ud800-\udfff]", re.IGNORECASE)


class RefuseUnreadable:
    """Answers 400 to an address that carries a NUL byte or a lone surrogate."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raw = request.META.get("QUERY_STRING", "")
        if UNREADABLE.search(request.path_info) or UNREADABLE.search(raw):
            return HttpResponseBadRequest("This address has a character that cannot be read.")
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Some choosers and formsets of Wagtail's look an id up as it came: what is none is not there."""
        if _is_no_id(exception) and request.path_info.startswith(settings.BACK_OFFICE_PREFIX):
            return page_not_found(request, exception)
        return None


def _is_no_id(exception: Exception) -> bool:
    """Whether something was looked up by a text that is neither a number nor a UUID, as its field asks."""
    if isinstance(exception, ValidationError):
        return getattr(exception, "code", "") == "invalid" and "value" in (exception.params or {})
    return isinstance(exception, ValueError) and "expected a number but got" in str(exception)


class NoteArrival:
    """Gives a request ``arrived_at``: its page does not have what was saved later (static/js/outbox.js)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.arrived_at = timezone.now()
        return self.get_response(request)


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy everywhere, and what Wagtail's editor needs under its own prefix only."""

    def process_response(self, request, response):
        if request.path.startswith(settings.BACK_OFFICE_PREFIX):
            response._csp_replace = settings.BACK_OFFICE_CSP
        return super().process_response(request, response)
