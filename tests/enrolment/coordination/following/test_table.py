"""The table of following: who is in it, filters, facets, order, what it costs."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from enrolment.admissions.models import Enrolment
from tests.factories import coordination, people
from tests.factories.following import invite, make_cohort_of, make_plain_course, put_in

pytestmark = pytest.mark.django_db
PAGE = "/en/coordination/KE/following/"


def names(response) -> list[str]:
    return [line.person.get_full_name() for line in response.context["lines"]]


def facets(response) -> dict[str, int]:
    return {str(facet.words): facet.number for facet in response.context["facets"]}


def test_everybody_but_who_left_stands_in_the_table(mine, here):
    page = mine.get(PAGE)
    assert names(page) == [person.printed_name for person in here.officers[:5]]
    assert facets(page) == {
        "Not started": 1,
        "Behind": 1,
        "Idle": 1,
        "On track": 1,
        "Finished": 1,
        "Invitation not accepted": 0,
        "Not open yet": 0,
        "Left": 1,
    }
    words = page.content.decode()
    assert "Due 4 days ago, 2 of 10 done" in words
    assert "Nothing for 20 days, 3 of 10 done" in words
    assert "91" in words


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("standing=behind", [0]),
        ("standing=not_started", [1]),
        ("standing=idle", [2]),
        ("standing=finished", [4]),
        ("standing=left", [5]),
        ("standing=nonsense", [0, 1, 2, 3, 4]),
        ("cohort={cohort}", [0, 1]),
        ("cohort=999999", []),
        ("course={course}", [0, 1, 2, 3, 4]),
        ("course=1e30", [0, 1, 2, 3, 4]),
        ("course=123456789012345678", []),
        ("unit={unit}", [0, 2, 4]),
        ("unit=0", []),
        ("q={name}", [3]),
        ("q={address}", [3]),
        ("page=1e30", [0, 1, 2, 3, 4]),
    ],
)
def test_filters(mine, here, query, places):
    query = query.format(
        cohort=here.cohort.pk,
        course=here.course.pk,
        unit=here.units[0].pk,
        name=here.officers[3].printed_name.split()[1],
        address=here.officers[3].email,
    )
    assert names(mine.get(f"{PAGE}?{query}")) == [here.officers[place].printed_name for place in places]


@pytest.mark.parametrize("column", ["name", "unit", "cohort", "course", "standing", "share", "active", "due"])
def test_every_column_sorts_both_ways(mine, here, column):
    for sort in (column, f"-{column}"):
        assert len(names(mine.get(f"{PAGE}?sort={sort}"))) == 5


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("name", 0),
        ("-name", 4),
        ("standing", 0),
        ("-standing", 4),
        ("share", 1),
        ("-share", 4),
        ("active", 2),
        ("due", 0),
        ("-due", 3),
        ("finished", 4),
        ("score", 4),
        ("-score", 4),
        ("cohort", 0),
        ("nonsense", 0),
    ],
)
def test_the_first_of_an_order(mine, here, sort, first):
    assert names(mine.get(f"{PAGE}?sort={sort}"))[0] == here.officers[first].printed_name


def test_facets_follow_the_other_filters(mine, here):
    found = facets(mine.get(f"{PAGE}?standing=finished&cohort={here.cohort.pk}"))
    assert {words: number for words, number in found.items() if number} == {"Behind": 1, "Not started": 1}


@pytest.mark.parametrize("query", ["", "?q=Somebody", "?q=Far", "?standing=behind"])
def test_nobody_of_another_administration_is_told_of(mine, here, query):
    page = mine.get(PAGE + query)
    words = page.content.decode()
    assert "Somebody Far" not in words
    assert here.stranger.email not in words
    assert str(here.far.pk) not in words
    assert sum(facets(page).values()) == (0 if query.startswith("?q") else 6)


def test_a_cohort_or_unit_of_another_administration_is_as_unknown_as_any(mine, here):
    fiji = coordination.make_workspace("FJ", officers=1, units=1)
    cohort = make_cohort_of(fiji.officers, [here.course], name="Far away", administration="FJ")
    for query in (f"cohort={cohort.pk}", f"unit={fiji.units[0].pk}"):
        page = mine.get(f"{PAGE}?{query}")
        assert names(page) == []
        assert "Far away" not in page.content.decode()


def test_who_has_moved_away_is_gone(mine, here):
    here.officers[0].administration = people.administration_of("FJ")
    here.officers[0].unit = None
    here.officers[0].save()
    assert here.officers[0].printed_name not in names(mine.get(PAGE))


def test_invited_and_not_open_yet(mine, here, now):
    put_in(here.officers[0], make_plain_course("origin"), now=now, opens=5)
    invite(here.officers[1])
    found = facets(mine.get(PAGE))
    assert found["Invitation not accepted"] == 1
    assert found["Not open yet"] == 1


def test_a_name_in_another_script_stands_by_itself(mine, here):
    here.officers[0].printed_name = "وانجيكو <كاماو>"
    here.officers[0].save()
    assert "&lt;كاماو&gt;</bdi>" in mine.get(PAGE).content.decode()


def test_the_reader_reads_her_own_language(mine, here):
    assert "Gestion des risques" in mine.get("/fr/coordination/KE/following/").content.decode()


def test_an_empty_administration_is_told_what_to_do(mine, made):
    assert "Nobody of your administration is in a course yet" in mine.get(PAGE).content.decode()


def test_as_many_queries_for_twenty_officers_as_for_two_thousand(
    mine, made, course, django_assert_max_num_queries
):
    now = timezone.now()

    def enrol(officers):
        Enrolment.objects.bulk_create(
            (
                Enrolment(
                    learner=person,
                    course=course,
                    enrolled_at=now - timedelta(days=9),
                    due_on=now.date() + timedelta(days=place % 60 - 30),
                )
                for place, person in enumerate(officers)
            ),
            batch_size=500,
        )

    enrol(coordination.make_officers(made.administration, 20, units=made.units))
    mine.get(PAGE)
    with django_assert_max_num_queries(20) as few:
        mine.get(PAGE)
    enrol(coordination.make_officers(made.administration, 1980, units=made.units))
    with django_assert_max_num_queries(20) as many:
        page = mine.get(f"{PAGE}?page=7&sort=standing")
    assert len(many) == len(few)
    assert page.context["page"].paginator.count == 2000
    assert len(re.findall('name="row"', page.content.decode())) == 50
