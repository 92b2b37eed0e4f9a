"""The door of pages for people who look after others: coordination, tutoring, assessment and the like."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from . import second_factor
from .models import User


def staff_page(may: Callable[[User], bool], *, is_kept: bool = False):
    """A view for those of whom ``may(user)`` is true, after the second factor where their role needs one.

    A visitor is asked to sign in; to everybody else the page does not exist, as any other object one may
    not see. What is asked for beyond that (a course of her own, a waiting answer) is the view's to ask.
    A browser keeps nothing of it; ``is_kept``: the view says itself what is kept, and for how long.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user):
                raise Http404
            detour = second_factor.detour(request)
            return redirect(detour) if detour else view(request, *args, **kwargs)

        page = guarded if is_kept else never_cache(guarded)
        page.is_staff_page = True
        return page

    return decorate
