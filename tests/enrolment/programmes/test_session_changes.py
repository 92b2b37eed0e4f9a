"""What is changed in a session beside its dates."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.grading.models import ModuleMark
from enrolment.programmes import api
from enrolment.programmes.rules.calendar import After, InWeek
from enrolment.programmes.rules.templates import Event, Module
from tests.factories import people
from tests.factories.academies import make_dated, make_participants, make_taught_programme
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db
TALK = Event("talk", InWeek(2, 4), {"en": "Talk"}, kind="live", at=time(14), minutes=60)


@pytest.fixture
def session():
    return make_dated(make_taught_programme())


def change(session, **facts):
    seen = facts.pop("seen", None)
    return api.change_session(session_id=session.pk, facts=facts, by=people.manager(), seen=seen)


def refused_at(session, **facts) -> set[str]:
    with pytest.raises(api.TemplateRefused) as refused:
        change(session, **facts)
    return {".".join(map(str, fault.where)) for fault in refused.value.faults}


def test_facts_are_changed_once_and_kept_as_history(session):
    other = {"en": "Academy", "fr": "Académie"}
    facts = {"place": "Yaoundé", "number": 900, "titles": other, "pass_final": Decimal("62.50")}
    for _again in range(2):
        changed = change(session, **facts)
    assert (changed.title_fr, changed.place, changed.version) == ("Académie", "Yaoundé", 2)
    assert changed.changes.first().changed["pass_final"] == [None, "62.50"]


def test_another_zone_and_language_reach_the_runs_of_the_modules(session):
    due = session.modules.first().run.assignments.first().due_at
    change(session, time_zone="Pacific/Kiritimati", language="fr")
    run = session.modules.first().run
    assert (run.time_zone, run.language) == ("Pacific/Kiritimati", "fr")
    assert (due - run.assignments.first().due_at).total_seconds() == 12 * 3600


def test_what_does_not_hold_together_is_refused(session):
    there = make_dated(session.programme)
    assert refused_at(session, number=there.number) == {"facts.number"}
    assert refused_at(session, time_zone="Mars/Base", weeks=0) == {"facts.time_zone", "facts.weeks"}
    assert refused_at(session, weeks=5) == {"facts.weeks"}
    assert refused_at(session, titles={"en": ""}) == {"titles.en"}
    lines = {"has_honours": True, "pass_final": Decimal(60), "honours_final": Decimal(50)}
    assert refused_at(session, **lines) == {"regulation.honours_final"}
    session.refresh_from_db()
    assert session.version == 1


def test_nobody_overwrites_another_nor_what_is_frozen_or_closed(session):
    change(session, place="Here", seen=1)
    with pytest.raises(api.SessionChanged):
        change(session, place="There", seen=1)
    type(session).objects.filter(pk=session.pk).update(frozen_at=timezone.now())
    with pytest.raises(api.RegulationIsFrozen):
        change(session, pass_final=Decimal(50))
    assert change(session, place="There", seen=2).place == "There"
    type(session).objects.filter(pk=session.pk).update(closed_at=timezone.now())
    with pytest.raises(api.SessionIsClosed):
        change(session, place="Nowhere")
    with pytest.raises(api.SessionIsClosed):
        api.announce_session(session_id=session.pk, by=None)


def test_a_session_is_announced_once(session):
    moments = {api.announce_session(session_id=session.pk, by=None).announced_at for _again in range(2)}
    assert len(moments) == 1
    assert session.changes.filter(kind="announced").count() == 1


def test_an_event_of_its_own_stands_where_its_place_is_and_moves_with_the_session(session):
    made = api.add_event(session_id=session.pk, event=TALK, by=None)
    behind = api.add_event(
        session_id=session.pk, event=Event("notes", After("talk", 1), {"en": "Notes"}), by=None
    )
    assert (made.on, behind.on) == (date(2018, 9, 13), date(2018, 9, 14))
    dates = api.Dates(date(2018, 9, 10))
    session.refresh_from_db()
    digest = api.preview_dates(session, dates).digest
    api.move_session(session_id=session.pk, dates=dates, digest=digest, by=None)
    assert session.events.get(code="notes").on == date(2018, 9, 21)
    with pytest.raises(api.EventHolds):
        api.remove_event(session_id=session.pk, code="talk", by=None)
    assert api.remove_event(session_id=session.pk, code="notes", by=None)
    assert api.remove_event(session_id=session.pk, code="talk", by=None)
    assert not api.remove_event(session_id=session.pk, code="talk", by=None)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (Event("due-m1", InWeek(1, 1), {"en": "Again"}), "code"),
        (Event("x", After("x", 1), {"en": "Itself"}), "after"),
        (Event("x", InWeek(99, 1), {"en": "Far"}), "week"),
        (Event("x", InWeek(1, 1), {"en": "Due"}, kind="due"), "module"),
        (Event("x", InWeek(1, 1)), "en"),
    ],
)
def test_an_event_that_does_not_fit_is_refused(session, event, field):
    with pytest.raises(api.TemplateRefused) as refused:
        api.add_event(session_id=session.pk, event=event, by=None)
    assert [fault.where[-1] for fault in refused.value.faults] == [field]


def test_what_is_said_of_an_event_reaches_whoever_reads_it(session):
    code = "due-m1"
    link = "https://meet.example/a"
    made = api.change_event(
        session_id=session.pk, code=code, facts={"at": time(12), "zone": "session"}, by=None
    )
    assert made.at == time(12)
    work = session.modules.get(code="m1").run.assignments.get()
    assert (work.due_at, work.is_own_zone) == (datetime(2018, 9, 21, 10, tzinfo=UTC), False)
    for _again in range(2):
        made = api.change_event(session_id=session.pk, code=code, facts={"link": link}, by=None)
    assert made.link == link
    assert session.changes.first().changed == {f"event:{code}:link": ["", link]}
    assert session.changes.count() == 3
    with pytest.raises(api.TemplateRefused):
        api.change_event(session_id=session.pk, code=code, facts={"link": "javascript:alert(1)"}, by=None)
    assert api.change_event(session_id=session.pk, code="gone", facts={"link": link}, by=None) is None


def test_a_module_of_its_own_has_a_run_with_everybody_in_it_until_it_goes(session):
    [one, _two] = make_participants(session)
    course = make_course(is_open=False).course
    module = Module("extra", {"en": "Extra"}, course=course.code, is_required=False, weight=Decimal(0))
    made = admissions.add_session_module(session_id=session.pk, module=module, by=None)
    assert made.run.name.endswith("EXTRA")
    assert admissions.counts_of([made.run_id])[made.run_id]["taken"] == 2
    gone = admissions.remove_session_module(session_id=session.pk, code="extra", by=None)
    assert gone.run.pk == made.run_id
    made.run.refresh_from_db()
    assert made.run.closed_at is not None
    assert not admissions.enrolment_of(learner=one.learner, course_id=course.pk).is_active
    assert admissions.remove_session_module(session_id=session.pk, code="extra", by=None) is None
    again = Module("m1", {"en": "Again"})
    with pytest.raises(api.TemplateRefused):
        admissions.add_session_module(session_id=session.pk, module=again, by=None)


def test_a_module_with_marks_stays(session):
    [one, *_others] = make_participants(session)
    module = session.modules.get(code="m2")
    ModuleMark.objects.create(participation=one, module=module, number=1, percent=70, at=timezone.now())
    with pytest.raises(api.ModuleHasWork):
        admissions.remove_session_module(session_id=session.pk, code="m2", by=None)
    assert session.modules.filter(code="m2").exists()
