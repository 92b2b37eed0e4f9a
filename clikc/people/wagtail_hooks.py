"""People in Wagtail's menu, and what Wagtail must not do to them in bulk."""

from django.core.exceptions import PermissionDenied
from wagtail import hooks

from .models import User
from .viewsets import PeopleGroup


@hooks.register("register_admin_viewset")
def people():
    return PeopleGroup()


@hooks.register("before_bulk_action")
def nothing_to_people_in_bulk(request, action_type, objects, action):
    """No groups, no deletion, no suspension of a whole list."""
    if action.model is User:
        raise PermissionDenied
