"""Who gets into the back office, with what, and what nobody does there to people."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import NoReverseMatch, reverse

from clikc.people.models import Administration, RoleGrant, User
from tests.factories.people import (
    PASSWORD,
    admin,
    author,
    code_of,
    coordinator,
    manager,
    officer,
    set_up_second_factor,
    sign_in,
    sign_in_with_second_factor,
    translator,
    tutor,
)

pytestmark = pytest.mark.django_db


class TestTheDoor:
    def test_wagtails_own_sign_in_cannot_be_used(self, client):
        person = admin()
        answer = client.post("/admin/login/", {"username": person.email, "password": PASSWORD})
        assert answer.url == "/en/accounts/login/"
        assert "_auth_user_id" not in client.session
        assert client.get("/admin/login/?next=/admin/").url == "/en/accounts/login/?next=/admin/"

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_wagtails_own_reset_is_closed(self, client, method):
        answer = getattr(client, method)("/admin/password_reset/", {"email": admin().email})
        assert answer.status_code in {302, 404}
        assert not mail.outbox
        with pytest.raises(NoReverseMatch):
            reverse("wagtailadmin_password_reset_confirm")

    def test_strangers_are_sent_to_sign_in(self, client):
        assert client.get("/admin/").url.startswith("/admin/login/")

    @pytest.mark.parametrize("make", [officer, coordinator, tutor, manager])
    @pytest.mark.parametrize("path", ["/admin/", "/admin/users/", "/admin/pages/", "/admin/account/"])
    def test_roles_without_back_office_stay_outside(self, client, make, path):
        sign_in_with_second_factor(client, make())
        assert client.get(path).status_code == 403

    @pytest.mark.parametrize("make", [admin, author])
    def test_a_second_factor_must_be_set_up_first(self, client, make):
        sign_in(client, make())
        assert client.get("/admin/").url == "/en/accounts/2fa/totp/activate/"

    def test_a_session_from_before_must_show_it(self, client):
        person = sign_in(client, admin())
        secret = set_up_second_factor(person)
        answer = client.get("/admin/")
        assert answer.url == "/en/accounts/2fa/reauthenticate/?next=%2Fadmin%2F"
        assert client.post(answer.url, {"code": code_of(secret)}).url == "/admin/"
        assert client.get("/admin/").status_code == 200

    @pytest.mark.django_db(transaction=True)
    def test_setting_it_up_counts_as_showing_it(self, client):
        sign_in(client, admin())
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
        assert client.get("/admin/").status_code == 200

    @pytest.mark.parametrize("make", [admin, author, translator])
    def test_the_demo_may_do_without(self, client, make, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        sign_in(client, make())
        assert client.get("/admin/").status_code == 200

    def test_translators_need_none(self, client):
        sign_in(client, translator())
        assert client.get("/admin/").status_code == 200


class TestPeopleInTheBackOffice:
    @pytest.fixture(autouse=True)
    def boss(self, client):
        return sign_in_with_second_factor(client, admin(printed_name="Grace Boss"))

    def test_the_list_shows_name_address_administration_and_roles(self, client):
        person = tutor(printed_name="Amina Otieno")
        page = client.get("/admin/users/?q=amina").text
        for words in ("Amina Otieno", person.email, "Kenya", "Tutor"):
            assert words in page
        assert "Grace Boss" not in page.partition("<table")[2]

    def test_the_list_costs_the_same_for_many(self, client, django_assert_max_num_queries):
        tutor()
        client.get("/admin/users/")
        with django_assert_max_num_queries(30) as first:
            client.get("/admin/users/")
        for _person in range(10):
            tutor()
        with django_assert_max_num_queries(len(first)):
            client.get("/admin/users/")

    def test_an_account_is_corrected_and_suspended(self, client):
        person = officer()
        address = f"/admin/users/edit/{person.pk}/"
        assert person.email in client.get(address).text
        form = {
            "printed_name": " Amina  Otieno ",
            "email": "stolen@evil.example",
            "administration": Administration.objects.get(code="UG").pk,
            "preferred_language": "fr",
            "time_zone": "Africa/Kampala",
            "password1": "set by somebody else",
            "password2": "set by somebody else",
            "is_superuser": "on",
            "groups": Group.objects.first().pk,
        }
        assert client.post(address, form).status_code == 302
        saved = User.objects.get(pk=person.pk)
        assert (saved.printed_name, saved.administration.code) == ("Amina Otieno", "UG")
        assert (saved.email, saved.is_active, saved.is_superuser) == (person.email, False, False)
        assert saved.check_password(PASSWORD)
        assert not saved.groups.exists()

    def test_nobody_suspends_himself(self, client, boss):
        form = {"printed_name": "Grace Boss", "preferred_language": "en", "time_zone": "UTC"}
        client.post(f"/admin/users/edit/{boss.pk}/", form)
        assert User.objects.get(pk=boss.pk).is_active

    def test_accounts_are_neither_made_nor_deleted(self, client):
        person = officer()
        for path in ("/admin/users/new/", f"/admin/users/delete/{person.pk}/"):
            assert client.get(path).status_code in {302, 403, 404}
            client.post(path, {"email": "made@customs.example"})
        assert User.objects.filter(pk=person.pk).exists()
        assert not User.objects.filter(email="made@customs.example").exists()

    @pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
    def test_nothing_happens_to_people_in_bulk(self, client, action):
        person = officer()
        group = Group.objects.first()
        client.post(
            f"/admin/bulk/people/user/{action}/?id={person.pk}", {"role": group.pk, "mark_as_active": "False"}
        )
        saved = User.objects.get(pk=person.pk)
        assert saved.is_active
        assert not saved.groups.exists()

    def test_groups_follow_roles_and_are_not_edited(self, client):
        group = Group.objects.first()
        assert client.get(f"/admin/groups/edit/{group.pk}/").status_code in {302, 403}
        assert client.get("/admin/groups/new/").status_code in {302, 403}

    def test_a_role_is_given_and_ended_with_a_reason(self, client, boss):
        person = officer()
        facts = {"email": person.email.upper(), "role": "tutor", "reason": "The June course"}
        assert client.post("/admin/roles/new/", facts).status_code == 302
        grant = RoleGrant.objects.get(user=person)
        assert (grant.granted_by, grant.reason) == (boss, "The June course")
        address = f"/admin/roles/edit/{grant.pk}/"
        assert client.get(address).status_code == 200
        assert "required" in client.post(address, {"end_reason": ""}).text
        assert client.post(address, {"end_reason": "It is over"}).status_code == 302
        grant.refresh_from_db()
        assert (grant.ended_by, grant.end_reason, grant.reason) == (boss, "It is over", "The June course")
        assert client.get("/admin/roles/").status_code == 200
        assert client.get(f"/admin/roles/inspect/{grant.pk}/").status_code == 200

    def test_what_has_ended_is_not_touched_again(self, client):
        grant = tutor().role_grants.get()
        client.post(f"/admin/roles/edit/{grant.pk}/", {"end_reason": "It is over"})
        client.post(f"/admin/roles/edit/{grant.pk}/", {"end_reason": "Rewritten"})
        client.post(f"/admin/roles/delete/{grant.pk}/")
        assert RoleGrant.objects.get(pk=grant.pk).end_reason == "It is over"

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"email": "nobody@customs.example"}, "Nobody here has this address"),
            ({"role": "national_coordinator"}, "which administration"),
            ({"role": "translator"}, "which language"),
            ({"reason": ""}, "required"),
            ({"role": "emperor"}, "not one of the available choices"),
        ],
    )
    def test_a_role_needs_what_it_needs(self, client, facts, words):
        person = officer()
        form = {"email": person.email, "role": "tutor", "reason": "The June course", **facts}
        assert words in client.post("/admin/roles/new/", form).text
        assert not RoleGrant.objects.filter(user=person).exists()

    def test_administrations_are_found_and_named_in_each_language(self, client):
        kenya = Administration.objects.get(code="KE")
        assert "KEN" in client.get(f"/admin/administration/edit/{kenya.pk}/").text
        assert "name_am" in client.get(f"/admin/administration/edit/{kenya.pk}/").text
        assert "KE" in client.get("/admin/administration/?q=كينيا").text
        assert client.get("/admin/region/").status_code == 200


@pytest.mark.parametrize("make", [author, translator])
def test_people_are_for_administrators_alone(client, make):
    sign_in_with_second_factor(client, make())
    for path in ("/admin/users/", "/admin/roles/", "/admin/administration/", "/admin/groups/"):
        assert client.get(path).url == "/admin/", path
