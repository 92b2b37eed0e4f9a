"""The pages of a programme manager: programmes as templates."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from enrolment.programmes import api
from enrolment.programmes.models import Programme
from tests.factories import people
from tests.factories.academies import make_dated, make_programme, make_taught_programme

pytestmark = pytest.mark.django_db
PARTS = ("facts", "regulation", "scheme", "eligibility", "letters")


@pytest.fixture
def manager(client):
    boss = people.manager()
    people.sign_in_with_second_factor(client, boss)
    return boss


@pytest.fixture
def programme():
    return make_taught_programme()


def path(route: str, **names) -> str:
    with override("en"):
        return reverse(route, kwargs=names)


def posted(form) -> dict[str, str]:
    """What a browser would send back of a form as it was shown."""
    found = {}
    for field in form:
        value = field.value()
        if value is None or value is False:
            continue
        found[field.html_name] = "on" if value is True else value
    return found


def send(client, address: str, **changed):
    """The form of a page, sent with some of its fields changed."""
    page = client.get(address)
    context = page.context
    data = posted(context["form"]) | {"seen": context["form"].initial.get("seen") or context.get("seen", "")}
    return client.post(address, data | changed)


def rows(client, address: str) -> dict[str, str]:
    page = client.get(address)
    data = {"seen": page.context["seen"]}
    for form in (*page.context["rows"], page.context["rows"].management_form):
        data |= posted(form)
    return data


def test_a_programme_is_made_and_its_parts_are_changed_by_forms(client, manager):
    answer = client.post(
        path("secretariat_programme_new"),
        {"code": "Workshop", "title_en": "Workshop", "title_ar": "ورشة", "weeks": "1", "form": "on_site"},
    )
    assert answer.status_code == 302
    programme = Programme.objects.get(code="workshop")
    assert programme.title_ar == "ورشة"
    data = {"pass_attendance": "80", "decimals": "0", "has_honours": ""}
    send(client, path("secretariat_section", code="workshop", part="regulation"), **data)
    send(client, path("secretariat_section", code="workshop", part="scheme"), resubmission_cap="50")
    rule = {"use_age_under": "wished", "years_age_under": "40", "use_post": "asked", "values_post": "middle"}
    send(client, path("secretariat_section", code="workshop", part="eligibility"), **rule)
    send(client, path("secretariat_section", code="workshop", part="letters"), accepted_fr="Bienvenue")
    programme.refresh_from_db()
    template = api.template_of(programme)
    assert (programme.pass_attendance, template.scheme["resubmission_cap"]) == (80, 50)
    assert [(rule["code"], rule["is_wish"]) for rule in template.eligibility] == [
        ("age_under", True),
        ("post", False),
    ]
    assert template.letters == {"accepted": {"fr": "Bienvenue"}}
    assert client.get(path("secretariat_programme", code="workshop")).status_code == 200


def test_modules_are_rows_that_are_added_ordered_and_taken_out(client, manager):
    make_programme(modules=2, code="two").events.all().delete()
    address = path("secretariat_programme_modules", code="two")
    data = rows(client, address)
    more = client.post(address, data | {"add": "1", "modules-2-code": "typed"})
    assert more.status_code == 200
    assert [form["code"].value() for form in more.context["rows"]] == ["m1", "m2", "typed", None]
    assert not more.context["rows"].forms[0].errors
    data |= {"modules-2-code": "m0", "modules-2-title_en": "New", "modules-2-ORDER": "1"}
    data |= {"modules-0-ORDER": "2", "modules-1-DELETE": "on"}
    assert client.post(address, data).status_code == 302
    assert list(Programme.objects.get(code="two").modules.values_list("code", flat=True)) == ["m0", "m1"]
    bad = client.post(address, rows(client, address) | {"modules-0-last_week": "60"})
    assert bad.status_code == 422
    assert "Week 60 is outside" in bad.content.decode()


def test_a_module_that_events_are_of_stays_until_they_go(client, manager, programme):
    address = path("secretariat_programme_modules", code=programme.code)
    answer = client.post(address, rows(client, address) | {"modules-0-DELETE": "on"})
    assert answer.status_code == 422
    assert "opens 1: There is no module “m1”." in answer.content.decode()
    assert programme.modules.count() == 2


def test_events_are_added_changed_and_taken_out(client, manager, programme):
    new = path("secretariat_event_new", code=programme.code)
    facts = {"code": "talk", "title_en": "Talk", "kind": "live", "at": "14:00"}
    assert send(client, new, **facts, week="2", weekday="4").status_code == 302
    behind = {"code": "notes", "title_en": "Notes", "where": "after", "after": "talk", "days_after": "1"}
    assert send(client, new, **behind).status_code == 302
    there = path("secretariat_event", code=programme.code, event_code="talk")
    assert send(client, there, where="after", after="notes", days_after="1").status_code == 422
    assert send(client, there, where="after").status_code == 422
    assert send(client, there, week="3").status_code == 302
    assert programme.events.get(code="talk").week == 3
    for code, rest in (("talk", True), ("notes", False), ("talk", False)):
        client.post(path("secretariat_event_remove", code=programme.code, event_code=code))
        assert programme.events.filter(code=code).exists() is rest
    assert client.get(there).status_code == 404


def test_of_two_tabs_the_second_is_told_and_loses_nothing(client, manager, programme):
    address = path("secretariat_section", code=programme.code, part="facts")
    first = client.get(address)
    data = posted(first.context["form"])
    assert client.post(address, data | {"title_en": "First"}).status_code == 302
    second = client.post(address, data | {"title_en": "Second"})
    assert second.status_code == 409
    assert second.context["form"]["title_en"].value() == "Second"
    programme.refresh_from_db()
    assert programme.title_en == "First"
    again = posted(second.context["form"])
    assert client.post(address, again).status_code == 302


def test_a_programme_is_offered_no_longer_and_again(client, manager, programme):
    address = path("secretariat_programme_end", code=programme.code)
    for sent, is_ended in (({}, True), ({"open": "1"}, False)):
        client.post(address, sent)
        programme.refresh_from_db()
        assert (programme.ended_at is not None) is is_ended


@pytest.mark.parametrize("rubbish", ["\x00", "\u202eabc", "9" * 30, "x" * 10_000, "-1", "1e30"])
def test_rubbish_in_any_field_is_refused_and_never_breaks(client, manager, programme, rubbish):
    addresses = [path("secretariat_section", code=programme.code, part=part) for part in PARTS]
    addresses += [path("secretariat_event", code=programme.code, event_code="due-m1")]
    for address in addresses:
        form = client.get(address).context["form"]
        answer = client.post(address, {field.html_name: rubbish for field in form})
        assert answer.status_code in (409, 422), address
    address = path("secretariat_programme_modules", code=programme.code)
    data = rows(client, address)
    for name in data:
        assert client.post(address, data | {name: rubbish}).status_code in (302, 409, 422), name
    assert client.get(path("secretariat_programme", code="gone")).status_code == 404
    assert client.get(path("secretariat_section", code=programme.code, part="gone")).status_code == 404


def queries(client, address: str) -> int:
    """How many one look takes, of which nothing is the first of its kind."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_queries_do_not_grow_with_events_and_sessions(client, manager):
    few, many = make_programme(modules=1), make_programme(modules=8)
    make_dated(few)
    everywhere = [path("secretariat"), path("secretariat_sessions"), path("secretariat_programmes")]
    before = [queries(client, address) for address in everywhere]
    for number in range(1, 5):
        make_dated(many, number=number)
    assert [queries(client, address) for address in everywhere] == before
    one, two = (queries(client, path("secretariat_programme", code=item.code)) for item in (few, many))
    assert one == two
