"""Roles and the permissions of Wagtail and Django, kept in step.

Wagtail asks Django's groups. Nobody puts people into groups by hand: a grant does, and its end
takes them out again (docs/decisions/0004-roles-as-data.md). Authors write and edit but do not
publish; translators edit the pages of their language; administrators may do everything.
No role of ours holds a permission on accounts: "may change users" can make a superuser.
"""

from collections import defaultdict

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from .models import RoleGrant, User
from .roles import Role

AUTHORS = "Authors"
TRANSLATORS = "Translators ({language})"
ENTER = "wagtailadmin.access_admin"

AUTHOR_ON_PAGES = ("wagtailcore.add_page", "wagtailcore.change_page")
AUTHOR_ON_FILES = (
    "wagtailimages.add_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.choose_document",
)
TRANSLATOR_ON_PAGES = ("wagtailcore.change_page",)
TRANSLATOR_ON_FILES = ("wagtailimages.choose_image", "wagtaildocs.choose_document")

# What later rooms add: role → "app_label.codename" of their own records.
_more: dict[str, set[str]] = defaultdict(set)


def add_permissions(role: str, names: tuple[str, ...]) -> None:
    """Permissions on a room's own records that come with a role."""
    _more[role].update(names)


def keep_in_step(user: User) -> None:
    """Groups as the current grants say, and superuser status for administrators; safe to call again.

    Only groups of ours are touched. Losing superuser status is ``end_superuser``, so that the first
    administrator of a site, made on the command line without a grant, stays one.
    """
    grants = list(RoleGrant.objects.filter(user=user).current())
    groups = {group.pk for group in filter(None, map(group_of, grants))}
    _set_groups(user, groups)
    is_superuser = user.is_superuser or any(grant.role == Role.ADMIN for grant in grants)
    _set_standing(user, is_superuser=is_superuser, is_staff=is_superuser or bool(groups))


def end_superuser(user: User) -> None:
    """Take superuser status back from somebody who is no longer an administrator."""
    if not RoleGrant.objects.filter(user=user, role=Role.ADMIN).current().exists():
        _set_standing(user, is_superuser=False, is_staff=user.groups.filter(pk__in=_ours()).exists())


def _set_standing(user: User, *, is_superuser: bool, is_staff: bool) -> None:
    """``is_staff`` opens nothing: it says without a query whether the menu shows the back office."""
    if (user.is_superuser, user.is_staff) != (is_superuser, is_staff):
        user.is_superuser, user.is_staff = is_superuser, is_staff
        user.save(update_fields=["is_superuser", "is_staff"])


def _ours():
    """The groups that grants put people into."""
    return Group.objects.filter(name=AUTHORS) | Group.objects.filter(
        name__startswith=TRANSLATORS.partition("{")[0]
    )


def _set_groups(user: User, wanted: set[int]) -> None:
    held = set(user.groups.filter(pk__in=_ours()).values_list("pk", flat=True))
    user.groups.remove(*(held - wanted))
    user.groups.add(*(wanted - held))


def group_of(grant: RoleGrant) -> Group | None:
    """The group a grant puts its holder into, with its permissions; None for roles without back office."""
    homes = Page.objects.filter(depth=2)
    if grant.role == Role.AUTHOR:
        return _group(AUTHORS, Role.AUTHOR, homes, AUTHOR_ON_PAGES, AUTHOR_ON_FILES)
    if grant.role == Role.TRANSLATOR and grant.locale_code:
        name = TRANSLATORS.format(language=grant.locale_code)
        own = homes.filter(locale__language_code=grant.locale_code)
        return _group(name, Role.TRANSLATOR, own, TRANSLATOR_ON_PAGES, TRANSLATOR_ON_FILES)
    return None


def _group(name: str, role: str, pages, on_pages: tuple[str, ...], on_files: tuple[str, ...]) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.set(_permissions((ENTER, *_more[role])))
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group=group, page=page, permission=permission)
            for page in pages
            for permission in _permissions(on_pages)
        ],
        ignore_conflicts=True,
    )
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=group, collection=root, permission=permission)
            for permission in _permissions(on_files)
        ],
        ignore_conflicts=True,
    )
    return group


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    """The permissions of these names. Raises LookupError where one does not exist."""
    wanted = {tuple(name.split(".", 1)) for name in names}
    codenames = {codename for _app, codename in wanted}
    found = [
        permission
        for permission in Permission.objects.filter(codename__in=codenames).select_related("content_type")
        if (permission.content_type.app_label, permission.codename) in wanted
    ]
    if len(found) != len(wanted):
        raise LookupError(
            f"permissions not found: {wanted - {(p.content_type.app_label, p.codename) for p in found}}"
        )
    return found
