"""Language and time zone of the reader, and the second factor before the back office."""

import zoneinfo

from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.middleware.locale import LocaleMiddleware


class ReaderLanguage(LocaleMiddleware):
    """The language follows the address, then the profile, then the browser."""

    def process_request(self, request):
        from_path = translation.get_language_from_path(request.path_info)
        user = request.user
        if not from_path and user.is_authenticated:
            translation.activate(user.preferred_language)
            request.LANGUAGE_CODE = translation.get_language()
            return
        super().process_request(request)


class ReaderTimeZone:
    """Dates are shown in the reader's own zone; nobody signed in reads UTC."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with timezone.override(self.zone_of(request)):
            return self.get_response(request)

    @staticmethod
    def zone_of(request):
        # An anonymous visitor has no session, so the user is not looked up for her.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        try:
            return zoneinfo.ZoneInfo(request.user.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return None


class BackOfficeSecondFactor:
    """Nobody works in the back office without a second factor (permissions.md: Wagtail admin)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(settings.BACK_OFFICE_PREFIX) and not self.may_pass(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    @staticmethod
    def may_pass(request) -> bool:
        from allauth.mfa.utils import is_mfa_enabled

        user = request.user
        if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated:
            return True
        return not user.needs_second_factor or is_mfa_enabled(user)
