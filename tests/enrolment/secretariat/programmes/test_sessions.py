"""The pages of a programme manager: sessions on dates."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from enrolment.programmes import api
from enrolment.programmes.models import ProgrammeSession
from enrolment.programmes.rules.calendar import InWeek
from enrolment.programmes.rules.templates import Event
from tests.factories import people
from tests.factories.academies import make_dated, make_taught_programme
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db
START = {"number": "3", "language": "fr", "starts_on": "2026-09-07", "time_zone": "Africa/Nairobi"}


@pytest.fixture
def manager(client):
    boss = people.manager(time_zone="Pacific/Kiritimati")
    people.sign_in_with_second_factor(client, boss)
    return boss


@pytest.fixture
def session():
    return make_dated(make_taught_programme(), number=1)


def path(route: str, **names) -> str:
    with override("en"):
        return reverse(f"secretariat_session{route}", kwargs=names)


def shown(page) -> dict[str, str]:
    """What a browser would send back of a form as it was shown."""
    found = {field.html_name: field.value() for field in page.context["form"]}
    kept = {name: value for name, value in found.items() if value is not None and value is not False}
    return {name: "on" if value is True else value for name, value in kept.items()}


def test_a_session_is_made_after_all_its_dates_were_shown(client, manager):
    programme = make_taught_programme()
    address = path("_new", code=programme.code)
    assert shown(client.get(address))["number"] == 1
    days = {"closed_days": "2026-09-25; Heritage Day", "one_day": "2026-10-12", "one_name": "Another"}
    preview = client.post(address, START | days)
    assert preview.status_code == 200
    assert not ProgrammeSession.objects.exists()
    placed = {line["event"].code: line["on"] for line in preview.context["lines"]}
    assert placed["due-m1"] == date(2026, 9, 28)
    data = shown(preview)
    assert data["closed_days"] == "2026-09-25; Heritage Day\n2026-10-12; Another"
    made = client.post(address, data | {"digest": preview.context["digest"]})
    session = ProgrammeSession.objects.get()
    assert made.url == path("", pk=session.pk)
    assert (session.number, session.language, session.time_zone) == (3, "fr", "Africa/Nairobi")
    assert session.closed_days.count() == 2
    assert session.changes.get().by == manager
    # A double click.
    assert client.post(address, data | {"digest": preview.context["digest"]}).url == made.url
    assert ProgrammeSession.objects.count() == 1


def test_a_number_that_another_manager_took_meanwhile_is_said_with_her_session(client, manager):
    programme = make_taught_programme()
    address = path("_new", code=programme.code)
    digest = client.post(address, START).context["digest"]
    other = people.manager(printed_name="Amina Other")
    there = make_dated(programme, number=3, by=other)
    # Confirmed, and shown once more.
    for body in ({"digest": digest}, {}):
        refused = client.post(address, START | body)
        assert refused.status_code == 422
        assert set(refused.context["form"].errors) == {"number"}
        page = refused.content.decode()
        assert "Amina Other" in page
        assert f'href="{path("", pk=there.pk)}"' in page
    assert ProgrammeSession.objects.get() == there
    assert client.post(address, START | {"number": "4"}).status_code == 200


def test_what_was_not_shown_is_not_made(client, manager):
    programme = make_taught_programme()
    address = path("_new", code=programme.code)
    digest = client.post(address, START).context["digest"]
    other = client.post(address, START | {"digest": digest, "starts_on": "2026-09-14"})
    assert other.status_code == 409
    assert other.context["lines"][0]["on"] == date(2026, 9, 14)
    programme.events.filter(code="closing").delete()
    stale = client.post(address, START | {"digest": digest})
    assert stale.status_code == 409
    assert not ProgrammeSession.objects.exists()
    assert client.post(address, START | {"digest": stale.context["digest"]}).status_code == 302


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_on": "2026-09-09"}, "starts_on"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"starts_on": "9999-12-31"}, "starts_on"),
        ({"number": "1e30"}, "number"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"language": "xx"}, "language"),
        ({"place": "\u202eabc"}, "place"),
        ({"closed_days": "soon\n2026-09-08\n2026-09-08"}, "closed_days"),
        ({"closed_days": "2026-09-08; \u202eabc"}, "closed_days"),
        ({"closed_days": "x" * 100_000}, "closed_days"),
    ],
)
def test_a_session_that_cannot_be_is_refused_at_its_field(client, manager, changed, field):
    address = path("_new", code=make_taught_programme().code)
    answer = client.post(address, START | changed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    if "soon" in str(changed):
        assert "Line 1 is no day" in answer.content.decode()
        assert "Line 3 has a day" in answer.content.decode()


def test_other_dates_are_shown_and_then_done(client, manager, session):
    address = path("_dates", pk=session.pk)
    closing, due = (session.events.get(code=code) for code in ("closing", "due-m1"))
    data = shown(client.get(address)) | {"closed_days": "2018-09-21; A holiday", "reason": "A holiday"}
    preview = client.post(address, data | {f"pin-{closing.pk}": "2018-09-04"})
    assert preview.status_code == 200
    moved = {line["move"].code for line in preview.context["moves"]}
    assert moved == {"due-m1", "quiz-m1", "back-m1", "closing"}
    assert session.events.get(code="due-m1").on == due.on
    confirmed = shown(preview) | {"digest": preview.context["preview"].digest}
    assert client.post(address, confirmed).status_code == 302
    assert session.events.get(code="due-m1").on == date(2018, 9, 24)
    assert session.events.get(code="closing").is_pinned
    assert session.changes.first().reason == "A holiday"


def test_a_confirmation_out_of_date_is_shown_anew_with_all_that_was_typed(client, manager, session):
    address = path("_dates", pk=session.pk)
    data = shown(client.get(address)) | {"starts_on": "2018-09-10", "reason": "Later"}
    digest = client.post(address, data).context["preview"].digest
    api.add_event(session_id=session.pk, event=Event("talk", InWeek(1, 2), {"en": "Talk"}), by=None)
    stale = client.post(address, data | {"digest": digest})
    assert stale.status_code == 409
    assert shown(stale)["reason"] == "Later"
    assert "talk" in {line["move"].code for line in stale.context["moves"]}
    turned = client.post(address, data | {f"pin-{session.events.get(code='due-m1').pk}": "2018-09-01"})
    assert [pair[1].title for pair in turned.context["turned"]] == ["due 1"]
    digest = stale.context["preview"].digest
    assert client.post(address, data | {"digest": digest}).status_code == 302
    for faulty in ({"starts_on": "2018-09-12"}, {"closed_days": "x"}, {"starts_on": "\x00"}):
        assert client.post(address, data | faulty).status_code == 422


def test_a_page_has_the_clocks_of_the_session_and_of_its_reader(client, manager, session):
    event = Event("talk", InWeek(8, 5), {"en": "Talk"}, kind="live", at=time(14))
    # Brussels leaves summer time on 28 October 2018.
    for week in (7, 8):
        api.add_event(
            session_id=session.pk,
            event=Event(f"talk-{week}", InWeek(week, 5), event.titles, "live", at=time(14)),
            by=None,
        )
    text = client.get(path("", pk=session.pk)).content.decode()
    assert "2018-10-20T02:00+14:00" in text
    assert "2018-10-27T02:00+14:00" in text
    assert "2018-10-19T14:00+02:00" in text
    assert "on each one’s own clock" in text


def test_facts_and_regulation_are_changed_until_frozen_and_closed(client, manager, session):
    facts, rules = path("_facts", pk=session.pk), path("_regulation", pk=session.pk)
    first, second = client.get(facts), client.get(facts)
    assert client.post(facts, shown(first) | {"place": "Here", "reason": "Room"}).status_code == 302
    stale = client.post(facts, shown(second) | {"place": "There"})
    assert stale.status_code == 409
    assert client.post(facts, shown(stale)).status_code == 302
    assert client.post(facts, shown(client.get(facts)) | {"weeks": "2"}).status_code == 422
    assert client.post(rules, shown(client.get(rules)) | {"pass_final": "61.5"}).status_code == 302
    session.refresh_from_db()
    assert (session.place, session.pass_final) == ("There", 61.5)
    ProgrammeSession.objects.update(frozen_at=timezone.now())
    assert client.post(rules, shown(client.get(rules)) | {"pass_final": "1"}).status_code == 422
    ProgrammeSession.objects.update(closed_at=timezone.now())
    assert client.post(facts, shown(client.get(facts)) | {"place": "Late"}).status_code == 422
    history = client.get(path("", pk=session.pk)).content.decode()
    assert "Room" in history


def test_a_session_is_announced_after_a_page_that_says_what_follows(client, manager, session):
    address = path("_announce", pk=session.pk)
    assert "cannot be taken back" in client.get(address).content.decode()
    session.refresh_from_db()
    assert session.announced_at is None
    for _again in range(2):
        assert client.post(address).status_code == 302
    session.refresh_from_db()
    assert session.announced_at is not None


def test_a_session_has_events_and_modules_of_its_own(client, manager, session):
    course = make_course(is_open=False).course
    event = {"code": "talk", "title_en": "Talk", "where": "week", "week": "2", "weekday": "4"}
    event |= {"kind": "live", "shift": "next", "zone": "session", "at": "14:00"}
    assert client.post(path("_event_new", pk=session.pk), event).status_code == 302
    assert client.post(path("_event_new", pk=session.pk), event).status_code == 422
    talk = path("_event", pk=session.pk, event_id=session.events.get(code="talk").pk)
    data = shown(client.get(talk))
    assert client.post(talk, data | {"link": "javascript:alert(1)"}).status_code == 422
    assert client.post(talk, data | {"link": "https://meet.example/a"}).status_code == 302
    assert client.post(talk, data | {"link": ""}).status_code == 409
    module = {"code": "extra", "title_en": "Extra", "course": course.code, "weight": "0"}
    module |= {"first_week": "1", "last_week": "2"}
    assert client.post(path("_module_new", pk=session.pk), module | {"last_week": "60"}).status_code == 422
    assert client.post(path("_module_new", pk=session.pk), module).status_code == 302
    page = client.get(path("", pk=session.pk)).content.decode()
    assert "https://meet.example/a" in page
    made = session.modules.get(code="extra")
    assert reverse("gradebook", args=[made.run_id]).partition("/runs")[2] in page
    client.post(path("_module_remove", pk=session.pk, module_id=made.pk))
    client.post(path("_event_remove", pk=session.pk, event_id=session.events.get(code="talk").pk))
    client.post(path("_event_remove", pk=session.pk, event_id=session.events.get(code="due-m1").pk))
    assert not session.modules.filter(code="extra").exists()
    assert not session.events.filter(code="talk").exists()
    assert session.events.filter(code="due-m1").exists()
    assert client.get(path("_event", pk=session.pk, event_id=2**63)).status_code == 404
    assert client.get(path("", pk=2**31 - 1)).status_code == 404
