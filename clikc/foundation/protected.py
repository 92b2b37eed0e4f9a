"""Records that others depend on: the back office says that they stay, instead of failing."""

from django.conf import settings
from django.db.models import ProtectedError, RestrictedError
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin import messages


class SayWhatStays:
    """Answers a deletion in the back office that the database refuses with the page it came from.

    Wagtail looks into its index of references first, which knows nothing of what was written in bulk.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        is_ours = request.path.startswith(settings.BACK_OFFICE_PREFIX)
        if not is_ours or not isinstance(exception, ProtectedError | RestrictedError):
            return None
        messages.error(request, gettext("Others depend on this, so it stays."))
        return redirect(request.get_full_path())
