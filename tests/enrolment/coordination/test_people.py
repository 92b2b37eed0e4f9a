"""The list of people: searched, filtered, picked; the same number of queries for 20 and 2,000."""

import pytest

from clikc.people.models import User
from enrolment.programmes import api as programmes
from tests.factories import coordination, people
from tests.factories.certificates import make_completion

pytestmark = pytest.mark.django_db
ADDRESS = "/en/coordination/KE/people/"


def listed(client, **query) -> list[User]:
    return list(client.get(ADDRESS, query).context["page"])


def test_members_of_this_administration_are_listed_and_nobody_else(mine, made):
    coordination.make_workspace("FJ", officers=3)
    coordination.make_request(made.administration)
    merged, *others = made.officers
    User.objects.filter(pk=merged.pk).update(merged_into=made.coordinator, is_active=False)
    assert set(listed(mine)) == {made.coordinator, *others}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Aïssatou N’Diaye", "AISSATOU ndiaye"),
        ("عبد الرحمن أحمد", "عبدالرحمن احمد"),
        ("ፀሐይ ኃይሌ", "ጸሀይ"),
    ],
)
def test_a_name_is_found_as_it_is_typed(mine, made, name, typed):
    [person] = coordination.make_officers(made.administration, 1, printed_name=name)
    assert listed(mine, q=typed) == [person]


def test_an_address_is_found_as_the_coordinator_knows_it(mine, made):
    [person] = coordination.make_officers(
        made.administration, 1, email="a1b2c3@invited.invalid", contact="amina@customs.example"
    )
    assert listed(mine, q="AMINA@customs") == [person]
    assert listed(mine, q="a1b2c3@invited") == []
    assert "invited.invalid" not in mine.get(ADDRESS).content.decode()


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1", "\u202e", "x" * 10_000, "🙂"])
def test_signs_are_no_trouble(mine, typed):
    assert mine.get(ADDRESS, {"q": typed}).status_code == 200


def test_what_no_database_holds_is_refused(mine):
    assert mine.get(ADDRESS, {"q": "a\x00b"}).status_code == 400


def test_filters_narrow_together(mine, made):
    first = made.units[0]
    cohort = coordination.make_people_cohort(made.administration, made.officers[:2])
    assert set(listed(mine, unit=first.pk)) == set(first.people.all())
    assert listed(mine, unit="none") == [made.coordinator]
    assert set(listed(mine, cohort=cohort.pk)) == set(made.officers[:2])
    assert listed(mine, cohort=cohort.pk, unit=first.pk) == [made.officers[0]]
    assert listed(mine, language="ar") == []


def test_a_foreign_unit_or_cohort_filters_as_an_unknown_one(mine):
    abroad = coordination.make_workspace("FJ", officers=2, units=1, cohorts=1)
    assert listed(mine, unit=abroad.units[0].pk) == listed(mine, unit=10**9) == []
    assert listed(mine, cohort=abroad.cohorts[0].pk) == listed(mine, cohort=10**9) == []


@pytest.mark.parametrize(
    "query",
    [{"unit": "9" * 20}, {"unit": "x"}, {"cohort": "-1"}, {"state": "?"}, {"page": "1e30"}, {"sort": "x"}],
)
def test_nonsense_in_the_address_filters_nothing(mine, query):
    assert mine.get(ADDRESS, query).status_code == 200


def test_states(mine, made):
    invited = coordination.make_invited(made.administration).person
    closed = made.officers[0]
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert listed(mine, state="invited") == [invited]
    assert listed(mine, state="closed") == [closed]
    assert set(listed(mine, state="active")) == {made.coordinator, *made.officers[1:]}
    assert listed(mine, state="overdue") == []


def test_courses_are_counted(mine, made):
    make_completion(learner=made.officers[0], course=coordination.make_open_course())
    coordination.make_people_cohort(made.administration, made.officers[:1])
    rows = {row.person: row for row in mine.get(ADDRESS).context["rows"]}
    assert (rows[made.officers[0]].done, rows[made.officers[0]].under_way) == (1, 1)
    assert (rows[made.officers[1]].done, rows[made.officers[1]].under_way) == (0, 0)


def test_sorting(mine, made):
    names = [person.search_name for person in listed(mine)]
    assert names == sorted(names)
    seen = [person.last_login for person in listed(mine, sort="seen") if person.last_login]
    assert seen == sorted(seen, reverse=True)


def test_as_many_queries_for_two_thousand_as_for_twenty(mine, made, django_assert_max_num_queries):
    coordination.make_officers(made.administration, 20, units=made.units)
    coordination.make_people_cohort(made.administration, made.officers)
    mine.get(ADDRESS)
    with django_assert_max_num_queries(20) as few:
        mine.get(ADDRESS, {"q": "officer"})
    coordination.make_officers(made.administration, 2000, units=made.units)
    with django_assert_max_num_queries(20) as many:
        page = mine.get(ADDRESS, {"q": "officer"}).context["page"]
    assert page.paginator.count == 2026
    assert len(many) == len(few)


def pick(client, **data):
    return client.post(f"{ADDRESS}select/", data)


def test_who_is_ticked_is_put_into_a_unit(mine, made):
    abroad = coordination.make_workspace("FJ", officers=1)
    wanted = [made.officers[0].pk, abroad.officers[0].pk, "9" * 20]
    page = pick(mine, action="unit", person=wanted)
    assert [person.pk for person in mine.get(page.url).context["shown"]] == [made.officers[0].pk]
    mine.post(page.url, {"unit": made.units[1].pk})
    made.officers[0].refresh_from_db()
    abroad.officers[0].refresh_from_db()
    assert made.officers[0].unit == made.units[1]
    assert abroad.officers[0].unit is None


def test_everybody_who_matches_is_meant_beyond_the_page(mine, made):
    coordination.make_officers(made.administration, 120, unit=made.units[0])
    page = pick(mine, action="unit", all="1", unit=made.units[0].pk)
    assert mine.get(page.url).context["number"] == 123
    mine.post(page.url, {"unit": made.units[1].pk})
    assert made.units[1].people.count() == 126


def test_nobody_ticked_is_said(mine, made):
    answer = pick(mine, action="close", unit=made.units[0].pk)
    assert answer.url == f"{ADDRESS}?unit={made.units[0].pk}"


def test_an_unknown_action_is_not_there(mine, made):
    assert pick(mine, action="x", person=made.officers[0].pk).status_code == 404


def test_who_comes_back_to_a_selection_that_is_gone_picks_again(mine, made):
    first = pick(mine, action="unit", person=made.officers[0].pk).url
    for _number in range(8):
        pick(mine, action="unit", person=made.officers[1].pk)
    for address in (first, f"{ADDRESS}selected/abcdefghijklmnop/close/"):
        assert mine.get(address).url == ADDRESS
        assert mine.post(address, {"unit": made.units[0].pk}).url == ADDRESS


def test_a_selection_of_one_administration_is_nothing_in_another(client, made):
    people.give_role(made.coordinator, "national_coordinator", administration=people.administration_of("FJ"))
    people.sign_in_with_second_factor(client, made.coordinator)
    page = pick(client, action="unit", person=made.officers[0].pk)
    assert client.get(page.url).status_code == 200
    assert client.get(page.url.replace("/KE/", "/FJ/")).url == ADDRESS.replace("/KE/", "/FJ/")


def test_closing_names_how_many_and_asks_again_where_that_changed(mine, made):
    page = pick(mine, action="close", all="1", unit=made.units[0].pk).url
    assert "Deactivate 3 accounts" in mine.get(page).content.decode()
    coordination.make_officers(made.administration, 1, unit=made.units[0])
    answer = mine.post(page, {"reason": "Moved on", "number": "3"})
    assert answer.status_code == 422
    assert User.objects.filter(is_active=False).count() == 0
    assert mine.post(page, {"reason": "Moved on", "number": "4"}).status_code == 302
    assert User.objects.filter(is_active=False).count() == 4


def test_closing_needs_a_reason_and_leaves_oneself(mine, made):
    page = pick(mine, action="close", person=made.coordinator.pk).url
    assert mine.post(page, {"reason": " ", "number": "1"}).status_code == 422
    assert mine.post(page, {"reason": "Why not", "number": "1"}).status_code == 302
    made.coordinator.refresh_from_db()
    assert made.coordinator.is_active


def test_a_selection_goes_into_a_cohort_after_a_look(mine, made):
    cohort = coordination.make_people_cohort(made.administration, made.officers[:1])
    foreign = coordination.make_people_cohort(coordination.make_workspace("FJ").administration)
    closed = made.officers[3]
    User.objects.filter(pk=closed.pk).update(is_active=False)
    page = pick(mine, action="cohort", person=[person.pk for person in made.officers[:4]]).url
    for unknown in (foreign.pk, 10**9, "9" * 20):
        assert mine.post(page, {"cohort": unknown}).status_code == 422
    mine.post(page, {"cohort": cohort.pk})
    draft = programmes.drafts_of(made.coordinator, administration_id=made.administration.pk).get()
    assert draft.cohort == cohort
    assert sorted(draft.people) == sorted(person.pk for person in made.officers[:3])
    assert cohort.members.count() == 1
