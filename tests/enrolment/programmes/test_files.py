"""Programmes as files."""

from datetime import date, time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.translation import override

from courses.lessons.api import SourceProblems
from enrolment.programmes import api
from enrolment.programmes.models import Programme
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db
DEMO = Path(settings.BASE_DIR) / "enrolment" / "demo" / "programmes"
SMALL = """\
code: small
title: {en: Small, ar: صغير}
weeks: 4
regulation: {pass_final: 62.5}
modules:
  - {code: m1, title: {en: One}, weeks: 1-3}
events:
  - {code: talk, title: {en: "Talk of week {week}"}, each_week: 2-3, weekday: wednesday}
  - {code: due, kind: due, module: m1, week: 3, weekday: friday, at: "23:59", zone: own, title: {en: Due}}
  - {code: back, kind: back, after: due, days: 7, title: {en: Back}}
  - {code: call, month: -9, day: 31, title: {en: Call}}
letters:
  call:
    en: |
      One.

      Two.
"""


def load(tmp_path, text):
    path = tmp_path / "small.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return api.load_programme(path)


def problems(tmp_path, text) -> list[str]:
    with override("en"), pytest.raises(SourceProblems) as found:
        load(tmp_path, text)
    assert not Programme.objects.exists()
    return [f"{problem.line}: {problem.message}" for problem in found.value.problems]


def test_a_file_is_a_programme_and_the_same_file_changes_nothing(tmp_path):
    saved = load(tmp_path, SMALL)
    template = api.template_of(saved.programme)
    events = {event.code: event for event in template.events}
    assert list(events) == ["talk-2", "talk-3", "due", "back", "call"]
    assert events["talk-3"].titles == {"en": "Talk of week 3"}
    assert (events["due"].at, events["due"].zone) == (time(23, 59), "own")
    assert template.letters["call"]["en"] == "One.\n\nTwo."
    assert template.titles["ar"] == "صغير"
    assert load(tmp_path, SMALL).changed == ()
    assert load(tmp_path, SMALL.replace("62.5", "65")).changed == ("regulation",)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("weeks: 1-3", "weeks: 1-9", "6: modules.0.last_week: Week 9 is outside"),
        ("weeks: 1-3", "weeks: soon", "6: “weeks” must be weeks such as 1-3"),
        ("weeks: 1-3", "weeks: 1-3, course: nowhere", "6: modules.0.course: There is no course “nowhere”"),
        ("after: due", "after: gone", "10: events.3.after: There is no event “gone”"),
        ("after: due", "after: back", "10: events.3.after: The event “back” follows itself"),
        ("zone: own", "zone: mine", "9: “zone” must be one of: session, own"),
        ('at: "23:59"', 'at: "24:00"', "9: “at” must be a time such as 23:59"),
        ("month: -9", "month: -9, week: 1", "11: “week” does not go with “day”"),
        ("each_week: 2-3", "each_week: 3-2", "8: “each_week” ends before it begins"),
        ("weeks: 4\n", "weeks: 4\nhours: 99999\n", "4: facts.hours: At most 32767."),
        ("{pass_final: 62.5}", "{pass_final: 162.5}", "4: regulation.pass_final: Ensure this value"),
        ("{pass_final: 62.5}", "{pass_line: 62.5}", "4: “pass_line” is not known here"),
        ("  call:\n", "  rumour:\n", "13: “rumour” is not known here"),
        ("title: {en: Small, ar", "title: {fr: Small, ar", "2: titles.en: Give it a title in English"),
        ("code: small", "code: small: er", "1: YAML: a value with a colon"),
        ("code: small", "code: *small", "1: YAML:"),
        ("code: small\n", "", "1: “code” is missing"),
    ],
)
def test_a_fault_is_named_by_its_line_and_nothing_is_written(tmp_path, before, after, said):
    assert before in SMALL
    assert any(line.startswith(said) for line in problems(tmp_path, SMALL.replace(before, after)))


@pytest.mark.parametrize(
    "text",
    [b"\xff\xfe", b"code: \x00", b"[" * 5000, b"", b"- a\n- b", b"x" * 1_100_000, b"code: &a [*a]"],
    ids=["not UTF-8", "NUL", "brackets", "empty", "a list", "too large", "alias"],
)
def test_rubbish_is_refused_with_a_line(tmp_path, text):
    assert problems(tmp_path, text)


def test_rules_of_eligibility_are_those_that_can_be_judged(tmp_path):
    rules = "eligibility:\n  - {rule: not_before}\n  - {rule: height, years: 2}\n"
    assert problems(tmp_path, SMALL + rules) == ["20: eligibility.1: This is no rule of eligibility."]


def test_the_programmes_of_the_demo_say_which_course_is_missing_and_load_with_all(tmp_path):
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("load_programme", str(DEMO / "vcoa.yaml"), stderr=told)
    assert "There is no course “vcoa-roles”. Load it first." in told.getvalue()
    assert told.getvalue().count("Load it first") == 6
    vcoa = ("roles", "facilitation", "revenue", "enforcement", "integrity")
    for code in (*(f"vcoa-{name}" for name in vcoa), "gender-equality"):
        make_course(code, lessons=1)
    files = [str(path) for path in sorted(DEMO.glob("*.yaml"))]
    said = StringIO()
    call_command("load_programme", "--check", *files, stdout=said)
    assert not Programme.objects.exists()
    for _again in range(2):
        call_command("load_programme", *files, stdout=said)
    assert said.getvalue().count(": as before") == len(files) == Programme.objects.count() == 7
    for programme in Programme.objects.all():
        assert {"en", "fr", "es", "ar"} <= set(api.words_of(programme, "title"))


def test_the_academy_of_the_demo_has_the_calendar_of_its_sessions():
    for name in ("roles", "facilitation", "revenue", "enforcement", "integrity"):
        make_course(f"vcoa-{name}", lessons=1)
    make_course("gender-equality", lessons=1)
    programme = api.load_programme(DEMO / "vcoa.yaml").programme
    plan = api.plan_of(programme, api.Dates(date(2018, 9, 3)))
    days = {event.code: placed.on for event, placed in plan.events}
    assert (days["due-m1"], days["back-m1"]) == (date(2018, 9, 21), date(2018, 9, 28))
    assert (days["forum-12"], days["certificates"]) == (date(2018, 11, 21), date(2018, 12, 7))
    cdp = api.load_programme(DEMO / "cdp.yaml").programme
    plan = api.plan_of(cdp, api.Dates(date(2026, 9, 1)))
    days = {event.code: placed.on for event, placed in plan.events}
    assert [
        days[code].strftime("%Y-%m") for code in ("invitations", "nominations", "selection", "results")
    ] == [
        "2025-12",
        "2026-03",
        "2026-05",
        "2026-06",
    ]
    assert days["closing"].strftime("%Y-%m") == "2027-07"
