"""My account: what I may change, what I may not, and who changed what."""

import pytest
from django.urls import reverse

from clikc.people import api, name_lock
from clikc.people.models import User
from clikc.people.roles import Role
from tests.factories.people import admin, make_person, officer, sign_in, tutor

pytestmark = pytest.mark.django_db

FORM = {"printed_name": "Amina Otieno", "preferred_language": "en", "time_zone": "Africa/Nairobi"}


@pytest.fixture
def person(client):
    return sign_in(client, officer(printed_name="Amina Wanjiku"))


@pytest.fixture
def locked_name(monkeypatch):
    monkeypatch.setattr(name_lock, "_name_locks", [])
    api.register_name_lock(lambda user: True)


def test_strangers_sign_in_first(client):
    assert client.get(reverse("account")).url == "/en/accounts/login/?next=/en/my/account/"


def test_saving_leads_to_the_page_in_the_language_chosen(client, person):
    answer = client.post("/en/my/account/", {**FORM, "preferred_language": "ar"})
    assert answer.url == "/ar/my/account/"
    assert '<html lang="ar" dir="rtl">' in client.get(answer.url).text
    saved = User.objects.get(pk=person.pk)
    assert (saved.printed_name, saved.preferred_language, saved.time_zone) == (
        "Amina Otieno",
        "ar",
        "Africa/Nairobi",
    )


def test_a_page_without_language_follows_the_profile(client, person):
    User.objects.update(preferred_language="fr")
    assert client.get("/admin/").status_code == 403
    assert client.get("/admin/").headers["Content-Language"] == "fr"


def test_what_is_typed_wrong_is_neither_kept_nor_shown_as_the_name(client, person):
    answer = client.post(reverse("account"), {**FORM, "printed_name": "Evil\u202eName"})
    assert answer.status_code == 400
    assert "<bdi>Amina Wanjiku</bdi>" in answer.text
    assert User.objects.get(pk=person.pk).printed_name == "Amina Wanjiku"


@pytest.mark.parametrize(
    "changes",
    [
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "\x00"},
        {"preferred_language": "tlh"},
        {"preferred_language": "\x00"},
        {"printed_name": "x" * 10_000},
        {"printed_name": ""},
    ],
    ids=str,
)
def test_nonsense_is_refused(client, person, changes):
    assert client.post(reverse("account"), {**FORM, **changes}).status_code == 400


def test_nobody_changes_more_than_the_form_offers(client, person):
    extra = {"email": "x@y.example", "is_superuser": "on", "is_active": "", "administration": "FR"}
    client.post(reverse("account"), FORM | extra)
    saved = User.objects.get(pk=person.pk)
    assert (saved.email, saved.is_superuser, saved.is_active) == (person.email, False, True)
    assert saved.administration.code == "KE"


def test_a_name_on_a_certificate_stays(client, person, locked_name):
    page = client.get(reverse("account"))
    assert "Your certificates bear this name" in page.text
    client.post(reverse("account"), {**FORM, "time_zone": "Asia/Tokyo"})
    saved = User.objects.get(pk=person.pk)
    assert (saved.printed_name, saved.time_zone) == ("Amina Wanjiku", "Asia/Tokyo")


def test_the_verb_keeps_the_lock_too(person, locked_name):
    assert api.change_profile(user=person, **FORM).printed_name == "Amina Wanjiku"


def test_zones_stand_under_their_region_in_the_language(client, person):
    page = client.get("/fr/my/account/")
    groups = dict(page.context["form"].fields["time_zone"].choices)
    assert ("Africa/Nairobi", "Kenya") in groups["Afrique orientale et australe"]
    cities = [label for zone, label in groups["Amériques et Caraïbes"] if zone == "America/New_York"]
    assert cities == ["États-Unis: New York"]


def test_a_zone_of_no_country_can_be_kept(client, person):
    User.objects.update(time_zone="Asia/Calcutta")
    assert client.post(reverse("account"), {**FORM, "time_zone": "Asia/Calcutta"}).status_code == 302


def test_i_see_who_gave_me_which_role(client, person):
    boss = admin(printed_name="Grace Boss")
    grant = api.grant_role(user=person, role=Role.TUTOR, by=boss, reason="The June course")
    api.withdraw_role(grant=grant, by=boss, reason="It is over")
    other = tutor(printed_name="Somebody Else")
    text = client.get(reverse("account")).text
    for words in ("Tutor", "Grace Boss", "The June course", "It is over", "Ended"):
        assert words in text
    assert other.printed_name not in text


def test_an_administrator_sees_only_the_own_roles_here(client):
    make_person(role=Role.TUTOR)
    person = sign_in(client, admin())
    assert [grant.user_id for grant in client.get(reverse("account")).context["grants"]] == [person.pk]


def test_queries_do_not_grow(client, person, django_assert_max_num_queries):
    client.get(reverse("account"))
    with django_assert_max_num_queries(9) as first:
        client.get(reverse("account"))
    boss = admin()
    for role in (Role.TUTOR, Role.AUTHOR, Role.PROGRAMME_MANAGER):
        api.grant_role(user=person, role=role, by=boss)
    with django_assert_max_num_queries(len(first)):
        client.get(reverse("account"))
