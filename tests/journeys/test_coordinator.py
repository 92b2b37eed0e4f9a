"""A coordinator's week: in French at a desk in Senegal, in Arabic on a telephone in Jordan.

She decides who is one of hers, invites, sends a file as people send them, puts a cohort together, follows
it, reminds, and closes the week with a transfer, a closed account, a merge, a report and her record. Beside
her sit officers at browsers of their own, each in a language of their own.
"""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from playwright.sync_api import expect

from clikc.people.models import AuditEntry, User
from enrolment.admissions.models import Enrolment
from enrolment.following.api import COLUMNS
from enrolment.intake.models import ImportRow, OfficerImport
from enrolment.membership.models import Transfer
from enrolment.programmes.models import Cohort
from tests.factories.people import PASSWORD, set_up_second_factor
from tests.factories.week import JORDAN, SENEGAL, make_week
from tests.support.browser import PHONE
from tests.support.walking import Walker

pytestmark = pytest.mark.e2e


@pytest.fixture(params=[SENEGAL, JORDAN], ids=["french", "arabic"])
def week(request, live, page, new_context):
    beside = new_context().new_page()
    page.set_viewport_size(request.param.size)
    beside.set_viewport_size(PHONE)
    there = request.param.language
    made = make_week(request.param, Walker(page, live, there), Walker(beside, live, there))
    made.she.sign_in(made.boss, set_up_second_factor(made.boss))
    return made


def test_a_week(week):
    monday(week)
    tuesday(week)
    a_file_comes(week)
    wednesday(week)
    thursday(week)
    friday(week)
    the_week_ends(week)
    assert sorted({*week.she.faults, *week.officer.faults}) == []


def monday(week):
    """Her queue, with the keyboard alone: two are confirmed, one is asked, one is refused."""
    first, second, asked, refused = week.requests
    she = week.she
    she.go("coordination")
    assert she.page.url == she.address("coordination_home", code=week.code)
    she.enter("a[href$='/registrations/']")
    for request in (first, second):
        she.reach(f"#pick-{request.pk}")
        she.page.keyboard.press("Space")
    she.enter("form[method=post] button[type=submit]")
    she.enter(f"a[href$='/registrations/{asked.pk}/']")
    she.reach("[name=question]")
    she.page.keyboard.insert_text(week.place.words)
    she.enter("button[value=ask]")
    she.go("coordination_registration", code=week.code, pk=refused.pk)
    she.reach("[name=ready]")
    she.page.keyboard.press("ArrowDown")
    she.enter("button[value=refuse]")
    for request, state in zip(week.requests, ("approved", "approved", "asked", "refused"), strict=True):
        request.refresh_from_db()
        assert request.state == state
    assert refused.reason
    assert refused.reason in week.letters_to(refused.person.email)[-1].body

    # The officer answers at his own browser, and is confirmed.
    he = week.officer
    he.sign_in(asked.person)
    he.go("membership")
    expect(he.at("blockquote")).to_have_text(week.place.words)
    he.at("[name=answer]").fill("B-12")
    he.press("form[action$='/answer/'] button")
    she.go("coordination_registrations", code=week.code)
    expect(she.at("ol").get_by_text("B-12")).to_be_visible()
    she.go("coordination_registration", code=week.code, pk=asked.pk)
    she.press("button[value=approve]")
    asked.person.refresh_from_db()
    assert asked.person.administration_id == week.boss.administration_id


def tuesday(week):
    """One officer is invited, and comes by the link of the letter."""
    she, address = week.she, "invited@customs.example"
    she.go("coordination_people", code=week.code)
    she.press("a[href$='/people/invite/']")
    she.at("[name=name]").fill(week.place.names[0])
    she.at("[name=address]").fill(address)
    she.at("[name=unit]").select_option(str(week.units[0].pk))
    she.press("form[method=post] button:not([name])")
    [letter] = week.letters_to(address)
    he = week.officer
    sign_out(he)
    link = re.search(rf"/{week.place.language}/invitation/\S+", letter.body)
    he.open(he.live + link[0])
    expect(he.at("[name=printed_name]")).to_have_value(week.place.names[0])
    he.at("[name=password1]").fill(PASSWORD)
    he.press("form[method=post] button[type=submit]")
    assert he.page.url == he.address("desk")
    week.invited = User.objects.get(email=address)
    assert week.invited.check_password(PASSWORD)


def sign_out(walker):
    walker.page.context.clear_cookies()


def a_file_comes(week):
    """A file is looked at, what is broken is taken along, the rest is confirmed and done."""
    she, other = week.she, week.place.names[4]
    she.go("coordination_imports", code=week.code)
    she.press("a[href$='/imports/new/']")
    file = {"name": "agents.csv", "mimeType": "text/csv", "buffer": week.file}
    she.at("[name=file]").set_input_files(file)
    she.press("form[method=post] button")
    item = OfficerImport.objects.get()
    assert item.state == "planned"
    assert not User.objects.filter(email="first@customs.example").exists()
    # The officer of another administration stands there as any unknown person.
    rows = she.at(".imports__table tbody tr")
    assert rows.count() == 5
    unknown, foreign = (rows.filter(has_text=name) for name in (week.place.names[2], other))
    assert foreign.locator(".badge").inner_text() == unknown.locator(".badge").inner_text()
    assert foreign.locator("td").last.inner_text() == unknown.locator("td").last.inner_text()
    corrected = she.save("a[href$='/corrected.xlsx']")
    head, *broken = openpyxl.load_workbook(corrected).active.iter_rows(values_only=True)
    assert head[:4] == week.place.header
    assert [line[:2] for line in broken] == [(week.place.names[3], "no address")]
    she.press("form[action$='/confirm/'] button")
    item.refresh_from_db()
    assert item.state == "done"
    done = ImportRow.objects.filter(officer_import=item).order_by("line")
    outcomes = list(done.values_list("outcome", flat=True))
    assert outcomes[0] == outcomes[1] == outcomes[4]
    for address in ("first@customs.example", "second@customs.example", week.foreigner.email):
        assert len(week.letters_to(address)) == 1


def wednesday(week):
    """A cohort: a filter and a pasted list, two courses, a day, words of welcome."""
    she, due = week.she, timezone.now().date() + timedelta(days=30)
    she.go("coordination_cohorts", code=week.code)
    she.press("a[href$='/cohorts/new/']")
    she.press("form[method=post] button")
    she.at("#unit").select_option(str(week.units[0].pk))
    she.press("form[role=search] button")
    she.press("button[name=all]")
    asked = week.requests[2].person
    pasted = f"{asked.email}; second@customs.example\nnobody@customs.example"
    she.at("[name=text]").fill(pasted)
    she.press("form[action*='/paste/'] button")
    assert she.at("#pasted tbody tr").count() == 3
    she.press("a.button[href$='/what/']")
    she.at("[name=name]").fill(f"{week.place.names[0]} 2027")
    for course in week.courses:
        she.at(f"#course-{course.pk}").check()
    she.at("[name=due_on]").fill(due.isoformat())
    she.at("[name=welcome]").fill(week.place.words)
    she.press("form[method=post] button")
    she.press("form[method=post] button:not([name])")
    week.cohort = Cohort.objects.get()
    assert she.page.url == she.address("coordination_cohort", code=week.code, pk=week.cohort.pk)
    there = {member.person_id for member in week.cohort.members.all()}
    second = User.objects.get(email="second@customs.example")
    first = User.objects.get(email="first@customs.example")
    assert there == {*(one.pk for one in week.members), week.invited.pk, asked.pk, first.pk, second.pk}
    # Each reads of the courses in a language of her own; who has not come yet reads of them later.
    for person in week.members:
        welcome = [letter for letter in week.letters_to(person.email) if week.place.words in letter.body]
        assert len(welcome) == 1
        assert f"valuation ({person.preferred_language})" in welcome[0].body
    assert not [letter for letter in week.letters_to(second.email) if week.place.words in letter.body]
    week.officer.go("desk")
    with override(week.place.language):
        day = date_format(due, "DATE_FORMAT")
    assert week.officer.text.count(day) == len(week.courses)


def thursday(week):
    """Who is behind is reminded, once; what the table shows goes into a file, and so do certificates."""
    she = week.she
    she.go("coordination_following", code=week.code)
    she.press("a[href*='standing=behind']")
    assert she.at("tbody tr").count() == 1
    remind(week)
    before = len(mail.outbox)
    she.press("button[value=send]")
    assert [letter.to for letter in mail.outbox[before:]] == [[week.behind.email]]
    assert "risk (en)" in mail.outbox[-1].body
    she.go("coordination_following", "?standing=behind", code=week.code)
    remind(week)
    assert she.at("button[value=send]").count() == 0
    she.go("coordination_following", code=week.code)
    she.press("a[href*='standing=idle']")
    assert she.at("tbody tr").count() == 1

    she.go("coordination_following", code=week.code)
    table = [[cell_of(row, column.key) for column in COLUMNS] for row in she.at("tbody tr").all()]
    assert len(table) > 10
    sheet = openpyxl.load_workbook(she.save("button[value=xlsx]")).active
    _head, *rows = sheet.iter_rows(values_only=True)
    assert [[as_text(value) for value in row] for row in rows] == table
    she.press("a[href*='standing=finished']")
    she.at("#all").check()
    she.press("button[formaction*='/certificates/']")
    packed = zipfile.ZipFile(she.save("a.button[href$='/file/']"))
    assert len([name for name in packed.namelist() if name.endswith(".pdf")]) == 1


def cell_of(row, key: str) -> str:
    """What a row says in a column: days and numbers as they are for machines."""
    found = row.locator(f"[data-column={key}]")
    if not found.count():
        return ""
    return found.get_attribute("datetime") or found.get_attribute("value") or found.text_content()


def as_text(value) -> str:
    if value is None:
        return ""
    return value.date().isoformat() if hasattr(value, "date") else str(value)


def remind(week):
    week.she.at("#all").check()
    week.she.press("form[action*='/remind/'] button:not([formaction])")


def friday(week):
    """An officer is released, an account is closed, two accounts become one."""
    she, he, leaver = week.she, week.officer, week.requests[0].person
    sign_out(he)
    he.sign_in(leaver)
    he.go("membership")
    he.at("[name=administration]").select_option(week.place.foreign)
    he.press("form[action$='/ask/'] button")
    she.go("coordination_transfers", code=week.code)
    move = Transfer.objects.get()
    she.press(f"a[href$='/transfers/{move.pk}/']")
    she.press("button[value=release]")
    move.refresh_from_db()
    assert move.state == "released"
    she.go("coordination_duplicates", code=week.code)
    one, other = sorted(twin.pk for twin in week.twins)
    she.press(f"a[href$='/duplicates/{one}/{other}/']")
    she.press("form[method=post] button")
    assert User.objects.filter(pk__in=[one, other], merged_into__in=[one, other]).count() == 1

    # The account of an officer who is at her desk: her next click leads to the way in.
    sign_out(he)
    he.sign_in(week.requests[1].person)
    he.go("desk")
    she.go("coordination_person", code=week.code, pk=week.requests[1].person_id)
    she.press("button[value=close]")
    she.at("[name=reason]").fill(week.place.words)
    she.press("form[method=post] button")
    he.page.reload()
    assert "/accounts/login/" in he.page.url


def the_week_ends(week):
    """A page for the director general, and all that was done, in her record."""
    she = week.she
    she.go("coordination_report", code=week.code)
    she.page.emulate_media(media="print")
    assert len(re.findall(rb"/Type\s*/Page\b", she.page.pdf(prefer_css_page_size=True))) == 1
    she.page.emulate_media(media="screen")
    she.go("coordination_record", code=week.code)
    mine = AuditEntry.objects.filter(administration=week.boss.administration, actor=week.boss)
    assert mine.count() > 20
    shown = she.text
    for name in {entry.person.get_full_name() for entry in mine.order_by("-pk")[:10]}:
        assert name in shown
    she.go("coordination_home", code=week.code)
    # Everybody who was put into courses is in them once.
    enrolled = Enrolment.objects.filter(course__in=week.courses).values_list("learner", "course")
    assert len(set(enrolled)) == len(enrolled)
