"""People in the back office: accounts, roles, administrations. For administrators alone.

Nobody makes or deletes an account here, sets a password, or puts a person into a group: people
sign up, addresses are verified, and roles are granted and ended, with a reason.
"""

from django import forms
from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import IndexView as WagtailUserIndexView, UserViewSet

from . import appointments
from .administrations import LANGUAGES
from .api import grant_role, withdraw_role
from .forms import NameField
from .models import Administration, Region, RoleGrant, User
from .roles import Role

NAMES = tuple(f"name_{language}" for language in LANGUAGES)


class Only(ModelPermissionPolicy):
    """Django's permissions on a model, cut down to some actions for everybody, superusers too."""

    def __init__(self, model, *actions: str):
        super().__init__(model)
        self.actions = frozenset(actions)

    def user_has_permission(self, user, action):
        return action in self.actions and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class PersonForm(WagtailAdminModelForm):
    """What an administrator may change about an account."""

    printed_name = NameField(help_text="", required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        disabled=True,
        required=False,
        help_text=_("Only its owner changes an address, after typing in the code sent to it."),
    )

    class Meta:
        model = User
        fields = ["printed_name", "administration", "preferred_language", "time_zone", "is_active"]
        field_classes = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["email"] = self.instance.email
        self.order_fields(["printed_name", "email"])
        if self.instance == self.for_user:
            del self.fields["is_active"]


class PersonIndexView(WagtailUserIndexView):
    page_title = _("People")
    search_fields = ("printed_name", "email")
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"

    @cached_property
    def columns(self):
        name_column = self._get_title_column_class(TitleColumn)
        return [
            name_column(
                "name",
                accessor="get_full_name",
                label=_("Name"),
                sort_key="printed_name",
                get_url=self.get_edit_url,
            ),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("administration", label=_("Administration"), sort_key="administration__code"),
            Column("roles", label=_("Roles"), accessor=_roles_of),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    def get_base_queryset(self):
        current = Prefetch("role_grants", RoleGrant.objects.current(), to_attr="_grants")
        return (
            User.objects.visible_to(self.request.user)
            .select_related("administration")
            .prefetch_related(current)
        )

    def order_queryset(self, queryset):
        return generic.IndexView.order_queryset(self, queryset)

    def get_delete_url(self, instance):
        return None


def _roles_of(person: User) -> str:
    return ", ".join(str(Role(role).label) for role in sorted(person.roles))


class PersonEditView(generic.EditView):
    success_message = _("The account of %(object)s is saved.")
    error_message = _("The account could not be saved.")


class PersonViewSet(UserViewSet):
    """Accounts: looked at, corrected, suspended."""

    menu_label = _("People")
    ordering = "email"
    template_prefix = ""
    index_view_class = PersonIndexView
    edit_view_class = PersonEditView
    copy_view_enabled = False

    @property
    def permission_policy(self):
        return Only(User, "change", "view")

    def get_form_class(self, for_update=False):
        return PersonForm


class PermissionGroupViewSet(GroupViewSet):
    """Nobody edits groups: they follow the roles (back_office.py)."""

    @property
    def permission_policy(self):
        return Only(self.model)


class GrantForm(WagtailAdminModelForm):
    """A role for the person who has an e-mail address."""

    email = forms.EmailField(label=_("E-mail address of the person"))

    class Meta:
        model = RoleGrant
        fields = ["role", "administration", "is_deputy", "starts_on", "ends_on", "locale_code", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["locale_code"] = forms.ChoiceField(
            label=_("Language"),
            help_text=_("For translators: the language they translate into."),
            choices=[("", "—"), *User._meta.get_field("preferred_language").choices],
            required=False,
        )
        self.order_fields(["email", *self.Meta.fields])

    def clean_email(self):
        person = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this address."))
        self.person = person
        return person.email

    def clean(self):
        cleaned = super().clean()
        role = cleaned.get("role")
        if role == Role.NATIONAL_COORDINATOR and not cleaned.get("administration"):
            self.add_error("administration", _("Say which administration the coordinator acts for."))
        if role == Role.TRANSLATOR and not cleaned.get("locale_code"):
            self.add_error("locale_code", _("Say which language the translator works in."))
        if not self.errors:
            self._give(cleaned)
        return cleaned

    def _give(self, cleaned):
        """Here and not in ``save``, because only giving it says whether the days are free."""
        facts = {name: cleaned[name] for name in self.Meta.fields}
        if facts["role"] != Role.NATIONAL_COORDINATOR:
            self.granted = grant_role(user=self.person, by=self.for_user, **facts)
            return
        for name in ("role", "locale_code"):
            del facts[name]
        try:
            self.granted = appointments.appoint(person=self.person, by=self.for_user, **facts)
        except appointments.AppointmentRefused as refused:
            self.add_error(None, appointments.WORDS[refused.reason])

    def save(self, commit=True):
        return self.granted


class EndForm(WagtailAdminModelForm):
    """The end of a role, with its reason."""

    class Meta:
        model = RoleGrant
        fields = ["end_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["end_reason"].required = True

    def save(self, commit=True):
        facts = {"by": self.for_user, "reason": self.cleaned_data["end_reason"]}
        if self.instance.role == Role.NATIONAL_COORDINATOR:
            return appointments.end_appointment(grant=self.instance, **facts)
        return withdraw_role(grant=self.instance, **facts)


class GrantRoleView(generic.CreateView):
    page_title = _("Give a role")
    submit_button_label = _("Give this role")
    success_message = _("The role is given: %(object)s.")


class EndRoleView(generic.EditView):
    page_title = _("End a role")
    submit_button_label = _("End this role")
    success_message = _("The role has ended: %(object)s.")

    def save_instance(self):
        self.has_content_changes = True
        grant = self.form.save()
        log(instance=grant, action="wagtail.edit", content_changed=True)
        return grant


class GrantPolicy(Only):
    """Roles are given, looked at and ended; what has ended stays as it is."""

    def __init__(self):
        super().__init__(RoleGrant, "add", "change", "view")

    def user_has_permission_for_instance(self, user, action, instance):
        may_end = action != "change" or instance.is_current
        return may_end and super().user_has_permission_for_instance(user, action, instance)


class RoleGrantViewSet(ModelViewSet):
    model = RoleGrant
    name = "roles"
    icon = "key"
    menu_label = _("Roles")
    list_display = [
        "user",
        Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
        "administration",
        "locale_code",
        "granted_by",
        DateColumn("granted_at", label=_("Granted"), sort_key="granted_at"),
        DateColumn("ended_at", label=_("Ended"), sort_key="ended_at"),
    ]
    list_filter = ["role"]
    search_fields = ["user__printed_name", "user__email"]
    ordering = "-granted_at"
    inspect_view_enabled = True
    copy_view_enabled = False
    add_view_class = GrantRoleView
    edit_view_class = EndRoleView

    @property
    def permission_policy(self):
        return GrantPolicy()

    def get_form_class(self, for_update=False):
        return EndForm if for_update else GrantForm


class AdministrationViewSet(ModelViewSet):
    model = Administration
    icon = "site"
    list_display = ["code", "name", "region", "suggested_language"]
    list_filter = ["region"]
    search_fields = ["code", "alpha3", *NAMES]
    ordering = "code"
    copy_view_enabled = False
    panels = [
        FieldPanel("code"),
        FieldPanel("alpha3"),
        FieldPanel("region"),
        FieldPanel("suggested_language"),
        FieldPanel("member_since"),
        MultiFieldPanel([FieldPanel(name) for name in NAMES], heading=_("Name in each language")),
    ]

    @property
    def permission_policy(self):
        return Only(Administration, "add", "change", "view")


class RegionViewSet(ModelViewSet):
    model = Region
    icon = "globe"
    list_display = ["code", "name"]
    search_fields = ["code", *NAMES]
    ordering = "code"
    copy_view_enabled = False
    panels = [
        FieldPanel("code"),
        MultiFieldPanel([FieldPanel(name) for name in NAMES], heading=_("Name in each language")),
    ]

    @property
    def permission_policy(self):
        return Only(Region, "change", "view")


class PeopleGroup(ModelViewSetGroup):
    """One entry of the menu for roles, administrations and regions."""

    menu_label = _("Roles and administrations")
    menu_icon = "group"
    menu_order = 600
    items = (RoleGrantViewSet, AdministrationViewSet, RegionViewSet)
