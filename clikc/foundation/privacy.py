"""What is shown to somebody signed in is kept nowhere: not by a proxy, not on a shared computer."""

import re

from django.conf import settings

ACCOUNTS = re.compile(r"^/([\w-]+/)?accounts/")


class KeepPrivate:
    """``no-store`` wherever there is a session or an account page, unless the view knows better.

    The cookie alone decides: nobody is looked up for it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if self.is_private(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    @staticmethod
    def is_private(request) -> bool:
        path = request.path_info
        if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return False
        return settings.SESSION_COOKIE_NAME in request.COOKIES or ACCOUNTS.match(path) is not None
