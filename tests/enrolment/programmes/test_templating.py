"""Programmes as templates: what holds together, and what a rewrite leaves alone."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from clikc.people.models import AuditEntry
from enrolment.programmes import api
from enrolment.programmes.models import Programme
from enrolment.programmes.rules.calendar import After, InMonth, InWeek
from enrolment.programmes.rules.templates import Event, Module, Template, digest_of
from tests.factories import people
from tests.factories.academies import make_dated, make_programme, make_taught_programme

pytestmark = pytest.mark.django_db

GOOD = Template(
    titles={"en": "Academy", "ar": "أكاديمية"},
    facts={"weeks": 4, "seats": 40},
    modules=(
        Module("m1", {"en": "One"}, weight=Decimal(2), last_week=2),
        Module("o1", {"en": "Extra"}, is_required=False, weight=Decimal(0), last_week=4),
    ),
    events=(
        Event("opens", InWeek(1, 1), {"en": "Opens", "fr": "Ouvre"}, kind="opens", module="m1"),
        Event("due", InWeek(2, 5), {"en": "Due"}, kind="due", module="m1", at=time(23, 59), zone="own"),
        Event("back", After("due", 7), {"en": "Back"}, kind="back", module="m1"),
        Event("letter", InMonth(-9, 1), {"en": "Invitations"}),
    ),
    regulation={"pass_final": Decimal(60), "has_honours": True, "honours_final": Decimal(85)},
    scheme={"late_percent_a_day": Decimal(10), "resubmission_cap": Decimal(60)},
    eligibility=({"code": "service_under", "years": 4}, {"code": "not_before"}),
    letters={"accepted": {"en": "Welcome.", "fr": ""}},
)


def save(template=GOOD, **more):
    return api.save_programme(**{"code": "acad", "template": template, "by": None} | more)


def faults(template) -> dict[str, str]:
    with pytest.raises(api.TemplateRefused) as refused:
        save(template)
    assert not Programme.objects.exists()
    return {".".join(map(str, fault.where)): str(fault.message) for fault in refused.value.faults}


def parts_of(session) -> tuple[list, list]:
    return list(session.events.values_list("code", "on")), list(session.modules.values_list("run", "course"))


def event(code: str, place, **facts) -> Event:
    return Event(code, place, {"en": code}, **facts)


def test_what_is_saved_is_read_back_and_saved_once():
    saved = save(by=people.manager())
    there = api.template_of(Programme.objects.get())
    assert saved.is_new
    assert there.titles == GOOD.titles
    assert [item.place for item in there.events] == [item.place for item in GOOD.events]
    assert there.letters == {"accepted": {"en": "Welcome."}}
    assert there.scheme["resubmission_cap"] == 60
    assert save(there).changed == ()
    assert save().changed == ()
    assert AuditEntry.objects.filter(what="programme_made").count() == 1


def test_a_rewrite_reaches_no_session_that_was_made():
    programme = make_taught_programme()
    session = make_dated(programme)
    before = (
        list(session.events.values_list("code", "on")),
        list(session.modules.values_list("run", "course")),
    )
    there = api.template_of(programme)
    saved = api.save_programme(
        code=programme.code, template=replace(there, modules=there.modules[:1], events=()), by=None
    )
    assert saved.changed == ("modules", "events")
    assert parts_of(session) == before
    assert saved.programme.modules.count() == 1


def test_all_that_is_wrong_is_said_where_it_stands():
    wrong = replace(
        GOOD,
        titles={"fr": "Académie"},
        facts={"weeks": 0},
        modules=(Module("A b", {"en": "x" * 161}, course="nowhere", weight=Decimal(-1)),),
        eligibility=({"code": "height"}, {"code": "service_under", "years": 0}),
        letters={"rumour": {"en": "x"}, "call": {"en": "\u202eabc", "xx": "y"}},
    )
    assert set(faults(wrong)) == {
        "titles.en",
        "facts.weeks",
        "modules.0.code",
        "modules.0.weight",
        "modules.0.course",
        "modules.0.titles.en",
        "eligibility.0",
        "eligibility.1",
        "letters.rumour",
        "letters.call.en",
        "letters.call.xx",
    }


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"modules": (replace(GOOD.modules[0], last_week=5), GOOD.modules[1])}, "modules.0.last_week"),
        ({"modules": (replace(GOOD.modules[0], first_week=3), GOOD.modules[1])}, "modules.0.last_week"),
        ({"modules": (*GOOD.modules, GOOD.modules[0])}, "modules.2.code"),
        ({"modules": (replace(GOOD.modules[0], weight=Decimal(0)), GOOD.modules[1])}, "modules.0.weight"),
        ({"events": (event("a", After("b", 1)), event("b", After("a", 1)))}, "events.0.after"),
        ({"events": (event("a", After("gone", 1)),)}, "events.0.after"),
        ({"events": (event("a", InWeek(5, 1)),)}, "events.0.week"),
        ({"events": (event("a", InWeek(1, 8)),)}, "events.0.weekday"),
        ({"events": (event("a", InMonth(99, 1)),)}, "events.0.month"),
        ({"events": (event("a", InWeek(1, 1), kind="due"),)}, "events.0.module"),
        ({"events": (event("a", InWeek(1, 1), module="m9"),)}, "events.0.module"),
        ({"events": (event("a", InWeek(1, 1), module="m1", activity="x"),)}, "events.0.activity"),
        ({"events": (event("a", InWeek(1, 1)), event("a", InWeek(2, 1)))}, "events.1.code"),
        ({"regulation": GOOD.regulation | {"honours_final": Decimal(50)}}, "regulation.honours_final"),
        ({"regulation": GOOD.regulation | {"honours_optional": 2}}, "regulation.honours_optional"),
        ({"scheme": {"pass_percent": Decimal(90)}}, "scheme.honours_percent"),
        ({"eligibility": ({"code": "not_before"}, {"code": "not_before"})}, "eligibility.1"),
    ],
)
def test_what_does_not_hold_together_is_refused(changed, where):
    assert list(faults(replace(GOOD, **changed))) == [where]


def test_one_course_is_that_of_one_module():
    course = make_taught_programme(modules=1).modules.get().course.code
    twice = tuple(replace(item, course=course) for item in GOOD.modules)
    with pytest.raises(api.TemplateRefused, match="another module"):
        save(replace(GOOD, modules=twice))


def test_of_two_who_change_it_the_second_is_shown_what_the_first_did():
    programme = save().programme
    seen = digest_of(api.template_of(programme))
    first = replace(api.template_of(programme), titles={"en": "First"})
    save(first, seen=seen)
    with pytest.raises(api.TemplateChanged) as changed:
        save(replace(first, titles={"en": "Second"}), seen=seen)
    assert changed.value.now.titles == {"en": "First"}
    with pytest.raises(api.TemplateRefused):
        save(seen="")


def test_a_programme_is_offered_no_longer_and_again_on_record():
    programme = make_programme()
    for is_ended in (True, True, False):
        programme = api.set_programme_ended(programme=programme, is_ended=is_ended, by=None)
        assert (programme.ended_at is not None) is is_ended
    assert AuditEntry.objects.filter(what__startswith="programme_").count() == 2


def test_a_plan_has_all_dates_and_a_session_starts_where_its_weeks_do():
    programme = save().programme
    plan = api.plan_of(programme, api.Dates(date(2026, 9, 7)))
    assert {item.code: where.on for item, where in plan.events} == {
        "letter": date(2025, 12, 1),
        "opens": date(2026, 9, 7),
        "due": date(2026, 9, 18),
        "back": date(2026, 9, 25),
    }
    assert len(plan.weeks) == 4
    assert api.next_number(programme) == 1
    assert api.may_start(programme, date(2026, 9, 7))
    assert not api.may_start(programme, date(2026, 9, 8))
    assert api.may_start(programme, date(2026, 9, 8), closed={date(2026, 9, 7)})
    only_months = save(replace(GOOD, events=GOOD.events[3:])).programme
    assert api.may_start(only_months, date(2026, 9, 3))
