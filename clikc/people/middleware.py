"""Language and time zone of the reader, and the second factor where it must be shown."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from clikc.foundation.zones import zone_named

from . import second_factor


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

    def process_response(self, request, response):
        """A view that answers 404 means it: only an address nobody knows may lack its language."""
        if response.status_code == 404 and request.resolver_match is not None:
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
        return super().process_response(request, response)


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
        return zone_named(request.user.time_zone)


class BackOfficeSecondFactor:
    """The door of the back office (permissions.md: Wagtail admin).

    Only roles that work there pass, and those that need a second factor pass with one.
    Somebody not signed in is left to Wagtail, which asks for the sign-in.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(settings.BACK_OFFICE_PREFIX) and request.user.is_authenticated:
            if not request.user.opens_back_office:
                raise PermissionDenied
            detour = second_factor.detour(request)
            if detour:
                return redirect(detour)
        return self.get_response(request)


class OwnSecondFactor:
    """Recovery codes and the switch are for a session that showed the second factor.

    One from before it was set up knows the password alone, and would read a code off the page.
    """

    PAGES_OF_CODES = frozenset({"mfa_view_recovery_codes", "mfa_download_recovery_codes"})
    PAGES = PAGES_OF_CODES | {"mfa_generate_recovery_codes", "mfa_deactivate_totp"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        page = request.resolver_match.url_name
        if page not in self.PAGES or not request.user.is_authenticated:
            return None
        if second_factor.knows_the_password_alone(request):
            return redirect(reverse("mfa_reauthenticate", query={"next": request.get_full_path()}))
        is_lost = second_factor.is_unreadable(request.user, Authenticator.Type.RECOVERY_CODES)
        if is_lost and page in self.PAGES_OF_CODES:
            return redirect("mfa_generate_recovery_codes")
        return None
