"""The page of the report: figures counted by hand, who is counted, languages, what it costs."""

import re
from datetime import timedelta

import pytest

from clikc.people.models import User
from enrolment.admissions.models import EnrolmentChange
from enrolment.certificates.api import award_certificate, revoke_certificate
from enrolment.membership.api import deactivate
from enrolment.membership.models import Transfer
from enrolment.programmes.models import Cohort, CohortMember
from tests.factories import coordination, people
from tests.factories.certificates import rename_course
from tests.factories.following import make_cohort_of, make_plain_course, put_in

from .conftest import NOW, complete_many

pytestmark = pytest.mark.django_db
PAGE = "/en/coordination/KE/report/"


def words_of(reader, query: str = "", *, page: str = PAGE, status: int = 200) -> str:
    """The page as one reads it, without its tags."""
    response = reader.client.get(page + query)
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def figures(reader, query: str = "") -> dict[str, tuple[str, str]]:
    """Figure → what it is now, and how it has changed."""
    html = reader.client.get(PAGE + query).content.decode()
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>\s*<dd[^>]*>(.*?)</dd>", html, flags=re.DOTALL)
    assert len(found) == 6
    return {name: (value, re.sub(r"<[^>]+>", "", change).strip()) for name, value, change in found}


def test_the_figures_as_counted_by_hand(year):
    User.objects.filter(administration__code="KE").update(date_joined=NOW - timedelta(days=900))
    User.objects.filter(pk=year.officers[5].pk).update(date_joined=NOW - timedelta(days=9))
    assert figures(year) == {
        "Officers": ("7", "+1 (6 before)"),
        "Active in the period": ("3", "+2 (1 before)"),
        "Enrolments": ("4", "+3 (1 before)"),
        "Completions": ("3", "+2 (1 before)"),
        "Certificates": ("0", "±0 (0 before)"),
        "Finished on time": ("–", "nothing to compare with"),
    }


def test_what_the_numbers_say(year):
    words = words_of(year)
    assert "1 December 2025 to 20 November 2026" in words
    assert "3 completions, up from 1 in the period before." in words
    assert "Most of them, 2 of 3, in Risk Management ." in words
    assert "Half were completed within 5 weeks." in words


def test_chosen_days_and_calendar_years(year):
    assert figures(year, "?period=2025")["Completions"] == ("1", "+1 (0 before)")
    days = "?period=days&since=2026-11-01&until=2026-11-10"
    assert figures(year, days)["Completions"] == ("1", "+1 (0 before)")
    assert "1 November 2026 to 10 November 2026" in words_of(year, days)
    assert "1 November 2026 to 20 November 2026" in words_of(
        year, "?period=days&since=2026-11-01&until=2026-12-31"
    )


@pytest.mark.parametrize(
    ("query", "completions"),
    [
        ("unit={unit}", "1"),
        ("cohort={cohort}", "2"),
        ("course={course}", "2"),
        ("course={course}&cohort={cohort}", "2"),
    ],
)
def test_filters(year, query, completions):
    cohort = make_cohort_of(year.officers[:2], [year.course])
    query = query.format(unit=year.units[0].pk, cohort=cohort.pk, course=year.course.pk)
    assert figures(year, f"?{query}")["Completions"][0] == completions


def test_what_was_chosen_stands_in_the_head(year):
    cohort = make_cohort_of(year.officers[:2], [year.course], name="Recruits")
    query = f"?unit={year.units[0].pk}&cohort={cohort.pk}&course={year.course.pk}"
    words = words_of(year, query)
    assert f"Recruits · {year.units[0].name} · Risk Management" in words
    assert "Prepared by Wanjiku Kamau · 20 November 2026" in words


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("period=nonsense", "Select a valid choice"),
        ("period=days", "Say on which day the period begins."),
        ("period=days&since=1e30", "Enter a valid date"),
        ("period=days&since=1999-12-31", "Choose a day that has come"),
        ("period=days&since=2026-11-21", "Choose a day that has come"),
        ("period=days&since=2026-11-02&until=2026-11-01", "The last day is before the first."),
        ("period=days&since=2020-01-01&until=2026-11-01", "A report holds three years at most."),
        ("course=99999999999999999999", "Select a valid choice"),
        ("unit=%00", "a character that cannot be read"),
        ("cohort=%ED%A0%80", "a character that cannot be read"),
        ("language=xx", "Select a valid choice"),
    ],
)
def test_what_cannot_be_meant_is_said(reader, query, says):
    put_in(reader.officers[0], reader.course)
    assert says in words_of(reader, f"?{query}", status=400)
    assert reader.client.get(f"{PAGE}numbers.csv?{query}").status_code in (400, 404)


def test_a_unit_or_cohort_of_another_administration_is_as_unknown_as_any(reader):
    put_in(reader.officers[0], reader.course)
    fiji = coordination.make_workspace("FJ", officers=1, units=1)
    cohort = make_cohort_of(fiji.officers, [reader.course], administration="FJ", name="Far away")
    for query in (f"unit={fiji.units[0].pk}", f"cohort={cohort.pk}"):
        assert "Far away" not in words_of(reader, f"?{query}", status=400)


def moved(person, to: str, *, days_ago: int) -> None:
    """She has moved to another administration so many days ago."""
    transfer = coordination.make_transfer(person, people.administration_of(to), state=Transfer.State.ACCEPTED)
    Transfer.objects.filter(pk=transfer.pk).update(closed_at=NOW - timedelta(days=days_ago))
    User.objects.filter(pk=person.pk).update(administration=transfer.to_administration, unit=None)


def test_who_moved_away_stays_counted_in_what_she_did_here(year):
    """officers[1] completed 60 and 40 days ago, and left between."""
    moved(year.officers[1], "FJ", days_ago=50)
    found = figures(year)
    assert found["Completions"] == ("2", "+1 (1 before)")
    assert found["Enrolments"][0] == "3"
    assert found["Officers"][0] == "6"


def test_who_came_brings_nothing_with_her(year):
    somebody = people.officer(administration="FJ")
    put_in(somebody, year.course, entered=-90, finished=-80)
    put_in(somebody, year.origin, entered=-30, finished=-20)
    moved(somebody, "KE", days_ago=50)
    assert figures(year)["Completions"][0] == "4"


def test_officers_are_those_there_were(year):
    User.objects.filter(administration__code="KE").update(date_joined=NOW - timedelta(days=900))
    deactivate(people=[year.officers[5]], by=year.coordinator, reason="Retired")
    assert figures(year)["Officers"] == ("6", "−1 (7 before)")


def test_certificates_but_those_withdrawn(year):
    rows = [person.enrolments.get(course=year.course) for person in year.officers[:2]]
    first, second = (award_certificate(completion=row.completion) for row in rows)
    assert first.is_valid
    revoke_certificate(certificate=second, reason="Not hers", by=year.coordinator)
    assert figures(year)["Certificates"][0] == "1"


def test_on_time_is_judged_by_cohorts_even_closed_ones(year):
    """Due 20 days ago: one in time, one late, one never, one who had left the course, one the cohort."""
    course = make_plain_course("tfa")
    for person, finished in zip(year.officers, (-25, -19, None, None, None), strict=False):
        put_in(person, course, entered=-90, finished=finished)
    cohort = make_cohort_of(year.officers[:5], [course], due_on=(NOW - timedelta(days=20)).date())
    members = CohortMember.objects.filter(cohort=cohort)
    members.update(joined_at=NOW - timedelta(days=90))
    Cohort.objects.filter(pk=cohort.pk).update(closed_at=NOW - timedelta(days=5))
    left = year.officers[3].enrolments.get(course=course)
    left.is_active = False
    left.save()
    EnrolmentChange.objects.create(enrolment=left, kind="left", at=NOW - timedelta(days=50))
    members.filter(person=year.officers[4]).update(left_at=NOW - timedelta(days=40))
    assert figures(year)["Finished on time"] == ("33%", "nothing to compare with")
    assert "Of 3 courses due in the period, finished by their day: 1." in words_of(year)


def test_what_is_not_over_is_not_judged(year):
    make_cohort_of(year.officers[:2], [year.course], due_on=NOW.date())
    CohortMember.objects.update(joined_at=NOW - timedelta(days=90))
    assert figures(year)["Finished on time"][0] == "–"


def by_gender(reader) -> str:
    return words_of(reader).partition("by gender Gender People ")[2]


def test_gender_only_where_given_and_of_five(reader):
    people_of = coordination.make_officers(reader.administration, 12)
    complete_many(people_of, [reader.course])
    assert "No gender is given" in words_of(reader)
    User.objects.filter(pk__in=[person.pk for person in people_of[:7]]).update(gender="woman")
    assert by_gender(reader).startswith("Women 7 Not given 5 ")
    User.objects.filter(pk__in=[person.pk for person in people_of[7:10]]).update(gender="man")
    hidden = by_gender(reader)
    assert hidden.startswith("Women 7 Men not shown Not given not shown ")
    assert "Not shown under five people" in hidden


def test_the_rest_of_many_courses_in_words(reader):
    courses = [make_plain_course(f"c{number:02}", activities=0) for number in range(25)]
    complete_many(reader.officers[:2], courses)
    assert "And 17 more courses; completions in them: 34." in words_of(reader)


def test_hostile_names_are_words(year):
    rename_course(year.course, "<script>alert(1)</script>%(n0)s & {{ 7|add:7 }}")
    nasty = "<script>alert(1)</script>%(n0)s & {{ 7|add:7 }}"
    User.objects.filter(pk=year.coordinator.pk).update(printed_name=nasty)
    year.units[0].name = nasty
    year.units[0].save()
    html = year.client.get(f"{PAGE}?unit={year.units[0].pk}").content.decode()
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;%(n0)s &amp; {{ 7|add:7 }}") >= 5


@pytest.mark.parametrize(
    ("language", "direction", "says"),
    [
        ("fr", "ltr", "décembre 2025"),
        ("ar", "rtl", "ديسمبر 2025"),
        ("es", "ltr", "diciembre"),
        ("am", "ltr", "2025"),
    ],
)
def test_the_sheet_speaks_the_language_it_is_asked_for(year, language, direction, says):
    html = year.client.get(f"{PAGE}?language={language}").content.decode()
    sheet = html.partition("<article")[2]
    assert sheet.startswith(f' class="report" lang="{language}" dir="{direction}"')
    assert says in sheet
    assert ("Gestion des risques" in sheet) == (language == "fr")
    assert '<html lang="en"' in html
    assert "Last 12 months" in html


def test_a_title_in_another_language_says_so(year):
    sheet = year.client.get(f"{PAGE}?language=ar").content.decode().partition("<article")[2]
    assert '<bdi class="report__name" lang="en">Rules of Origin</bdi>' in sheet


def test_plots_have_names_and_their_numbers_beside_them(year):
    html = year.client.get(PAGE).content.decode()
    for name in ("months", "weeks"):
        assert f'role="img" aria-labelledby="{name}-title {name}-text"' in html
        assert f'<title id="{name}-title">' in html
    assert "From 0 to 1 a month." in html
    assert html.count('<details class="fold report__numbers">') == 2
    assert " style=" not in html


def test_without_anybody_in_a_course_the_page_says_what_to_do(reader):
    words = words_of(reader)
    assert "Nobody of your administration is in a course yet" in words
    assert "Training of officers" not in words


def test_nothing_completed_is_said(reader):
    put_in(reader.officers[0], reader.course)
    words = words_of(reader)
    assert "No course was completed in this period, and none in the one before." in words
    assert "<svg" not in reader.client.get(PAGE).content.decode().partition("<article")[2]


def test_as_many_queries_for_twenty_officers_as_for_two_thousand(reader, django_assert_max_num_queries):
    complete_many(coordination.make_officers(reader.administration, 20, units=reader.units), [reader.course])
    reader.client.get(PAGE)
    with django_assert_max_num_queries(20) as few:
        reader.client.get(PAGE)
    complete_many(
        coordination.make_officers(reader.administration, 1980, units=reader.units), [reader.course]
    )
    with django_assert_max_num_queries(20) as many:
        found = figures(reader)
    assert len(many) == len(few)
    assert found["Completions"][0] == "2,000"
