"""Certificates in the back office: to be found and read, never to be written."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from clikc.people.roles import Role

from .models import Certificate


class OnlyRead(ModelPermissionPolicy):
    """Administrators look; nobody adds, changes or deletes what was awarded."""

    def user_has_permission(self, user, action):
        return action == "view" and user.has_role(Role.ADMIN)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class CertificateIndexView(generic.IndexView):
    def get_base_queryset(self):
        return Certificate.objects.visible_to(self.request.user)


class CertificateViewSet(ModelViewSet):
    model = Certificate
    name = "certificate_record"
    icon = "doc-full-inverse"
    menu_label = _("Certificates")
    menu_order = 300
    add_to_admin_menu = True
    permission_policy = OnlyRead(Certificate)
    index_view_class = CertificateIndexView
    inspect_view_enabled = True
    inspect_view_fields = ["code", "printed_name", "issued_on", "minutes", "revoked_at", "wording"]
    copy_view_enabled = False
    # Wagtail asks for the fields of a form it never shows.
    form_fields = ["printed_name"]
    list_display = [
        "grouped_code",
        "printed_name",
        "issued_on",
        BooleanColumn("is_valid", label=_("Valid")),
    ]
    list_filter = {"issued_on": ["year"], "revoked_at": ["isnull"]}
    search_fields = ["code", "printed_name"]
    ordering = ["-issued_on", "-pk"]
