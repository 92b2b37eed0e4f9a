from wagtail import hooks

from .back_office.assignments import AssignmentViewSet


@hooks.register("register_admin_viewset")
def assignments():
    return AssignmentViewSet("assignment")
