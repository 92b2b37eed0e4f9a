"""Roles given and withdrawn, and what they open in the back office."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from clikc.people.api import grant_role, withdraw_role
from clikc.people.models import RoleGrant, User
from clikc.people.roles import Role
from tests.factories.people import admin, author, make_person, officer, sign_in, translator

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_role_given_twice_is_one_grant():
    person, boss = officer(), admin()
    first = grant_role(user=person, role=Role.TUTOR, by=boss, reason="Runs the June course")
    assert grant_role(user=person, role=Role.TUTOR, by=boss, reason="again") == first
    assert RoleGrant.objects.filter(user=person).count() == 1
    assert fresh(person).has_role(Role.TUTOR)


def test_a_withdrawn_role_keeps_its_history():
    person, boss = officer(), admin()
    grant = grant_role(user=person, role=Role.TUTOR, by=boss, reason="Runs the June course")
    ended = withdraw_role(grant=grant, by=boss, reason="The course is over")
    again = withdraw_role(grant=grant, by=None, reason="twice")
    assert (ended.reason, ended.end_reason, ended.ended_by) == (
        "Runs the June course",
        "The course is over",
        boss,
    )
    assert (again.end_reason, again.ended_at) == (ended.end_reason, ended.ended_at)
    assert not fresh(person).has_role(Role.TUTOR)
    assert grant_role(user=person, role=Role.TUTOR, by=boss).pk != grant.pk


@pytest.mark.parametrize(
    "role", [None, Role.NATIONAL_COORDINATOR, Role.TUTOR, Role.PROGRAMME_MANAGER], ids=str
)
def test_roles_outside_the_back_office_hold_no_permission(role):
    assert fresh(make_person(role=role)).get_all_permissions() == set()


def test_authors_write_but_do_not_publish():
    person = fresh(author())
    home = Page.objects.get(slug="home-en").specific
    permissions = home.permissions_for_user(person)
    assert person.has_perm("wagtailadmin.access_admin")
    assert permissions.can_add_subpage()
    assert permissions.can_edit()
    assert not permissions.can_publish()
    assert not permissions.can_delete()


def test_translators_edit_the_pages_of_their_language():
    person = fresh(translator(locale_code="ar"))
    can_edit = {
        page.slug: page.permissions_for_user(person).can_edit() for page in Page.objects.filter(depth=2)
    }
    assert can_edit.pop("home-ar")
    assert not any(can_edit.values())


@pytest.mark.parametrize("make", [author, translator])
def test_nobody_below_administrator_touches_accounts_or_groups(make):
    person = fresh(make())
    assert not [name for name in person.get_all_permissions() if name.split(".")[0] in {"people", "auth"}]


def test_administrators_may_everything_until_the_role_ends():
    person = admin()
    assert fresh(person).is_superuser
    withdraw_role(grant=person.role_grants.get(), by=None)
    assert not fresh(person).is_superuser
    assert fresh(person).roles == frozenset()


def test_the_first_administrator_has_no_grant_and_stays_one():
    first = User.objects.create_superuser("first@customs.example", "a password of the first")
    withdraw_role(grant=grant_role(user=first, role=Role.AUTHOR, by=None), by=None)
    assert fresh(first).is_superuser


def test_groups_follow_the_grants_and_leave_others_alone():
    person = translator(locale_code="ar")
    person.groups.add(Group.objects.create(name="Photographers"))
    grant_role(user=person, role=Role.TRANSLATOR, by=None, locale_code="fr")
    withdraw_role(grant=person.role_grants.get(locale_code="ar"), by=None)
    names = set(person.groups.values_list("name", flat=True))
    assert names == {"Photographers", "Translators (fr)"}


def test_a_withdrawn_role_is_gone_on_the_next_request(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    person = sign_in(client, author())
    assert client.get("/admin/").status_code == 200
    withdraw_role(grant=person.role_grants.get(), by=None)
    assert client.get("/admin/").status_code == 403
