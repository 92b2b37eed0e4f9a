"""The dry run: each row's fate, and nothing done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clikc.people.models import Unit, User
from enrolment.intake import planning, reading
from enrolment.intake.api import cancel_import, look_again, plan
from enrolment.intake.models import ImportRow, OfficerImport
from enrolment.membership.models import Invitation
from tests.factories.coordination import make_people_cohort, make_request
from tests.factories.intake import csv_of, make_import, officers, planned, told
from tests.factories.people import make_person

State = OfficerImport.State


def test_every_row_has_its_fate(here, cohort):
    one, _two, _three = here.officers
    enrolled = make_people_cohort(here.administration, [one])
    gone = make_person(is_active=False)
    asking = make_request(here.administration)
    item = planned(
        here.administration,
        [
            ("new@customs.example", "Newcomer"),
            (one.email.upper(), ""),
            (here.officers[1].email, "Other Name"),
            (gone.email, "Gone"),
            (asking.person.email, ""),
            ("NEW@customs.example", "Again"),
            ("nobody", "Nobody"),
            ("nameless@customs.example", ""),
        ],
        cohort=enrolled,
    )
    assert item.state == State.PLANNED
    assert told(item) == {
        2: ("new", []),
        3: ("enrolled", []),
        4: ("existing", []),
        5: ("broken", ["deactivated"]),
        6: ("approve", []),
        7: ("broken", ["address_twice:2"]),
        8: ("broken", ["bad_address"]),
        9: ("broken", ["no_name"]),
    }
    assert item.counts == {"new": 1, "existing": 1, "approve": 1, "enrolled": 1, "broken": 4}


def test_without_a_cohort_a_member_has_nothing_to_do(here):
    assert told(planned(here.administration, [(here.officers[0].email, "")])) == {2: ("unchanged", [])}


def test_a_person_of_another_administration_is_an_unknown_one(here, cohort):
    abroad, nowhere = make_person(administration="FJ"), make_person(administration=None)
    closed = make_person(administration="FJ", is_active=False)
    rows = [(person.email, "Somebody") for person in (abroad, nowhere, closed)]
    known = planned(here.administration, rows, cohort=cohort)
    unknown = planned(here.administration, officers(3), cohort=cohort)
    assert told(known) == told(unknown) == {line: ("new", []) for line in (2, 3, 4)}
    assert (known.counts, known.notes) == (unknown.counts, unknown.notes)


def test_a_dry_run_does_nothing(here, cohort):
    before = User.objects.count()
    planned(
        here.administration, csv_of([("a@b.example", "A", "Port")], ("E-mail", "Name", "Unit")), cohort=cohort
    )
    assert (User.objects.count(), Unit.objects.count(), Invitation.objects.count()) == (before, 0, 0)


def test_new_units_are_named_once(here):
    Unit.objects.create(administration=here.administration, name="Mombasa")
    Unit.objects.create(administration=here.administration, name="Closed", is_active=False)
    rows = [
        ("a@b.example", "A", "mombasa"),
        ("b@b.example", "B", "Malaba"),
        ("c@b.example", "C", "MALABA"),
        ("d@b.example", "D", "Closed"),
    ]
    item = planned(here.administration, csv_of(rows, ("E-mail", "Name", "Unit")))
    assert told(item) == {
        2: ("new", []),
        3: ("new", ["new_unit"]),
        4: ("new", ["new_unit"]),
        5: ("broken", ["closed_unit"]),
    }
    assert [name.lower() for name in item.notes["units"]] == ["malaba"]


def test_a_column_of_names_is_no_column_of_units(here):
    rows = [(f"a{place}@b.example", "A", f"Unit {place}") for place in range(301)]
    item = planned(here.administration, csv_of(rows, ("E-mail", "Name", "Unit")))
    assert (item.state, item.refusal, item.rows.count()) == (State.REFUSED, "too_many_units", 0)


@pytest.mark.parametrize("killed_after", [1, 2, 3, 4])
def test_planning_that_was_cut_short_goes_on(here, monkeypatch, killed_after):
    monkeypatch.setattr(reading, "BATCH", 2)
    monkeypatch.setattr(planning, "BATCH", 2)
    rows = [*officers(5), ("new1@customs.example", "Again")]
    whole = planned(here.administration, rows)
    item = make_import(here.administration, rows, owner=here.coordinator)

    steps = iter(range(1, 10))

    def dies():
        if next(steps) == killed_after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan(item, advance=lambda _done: dies())
    again = plan(item)
    assert (again.plan_digest, told(again)) == (whole.plan_digest, told(whole))
    assert told(again)[7] == ("broken", ["address_twice:3"])


def test_a_repeated_address_counts_from_its_first_good_row(here):
    rows = [("a@b.example", ""), ("a@b.example", "A"), ("a@b.example", "A")]
    assert told(planned(here.administration, rows)) == {
        2: ("broken", ["no_name"]),
        3: ("new", []),
        4: ("broken", ["address_twice:3"]),
    }


def test_queries_do_not_grow_with_rows(here, cohort):
    few, many = (make_import(here.administration, officers(number), cohort=cohort) for number in (20, 400))

    counts = []
    for item in (few, many):
        with CaptureQueriesContext(connection) as seen:
            plan(item)
        counts.append(len([query for query in seen if not query["sql"].startswith("INSERT")]))
    assert counts[0] == counts[1]


def test_looking_again_makes_another_plan(here):
    item = planned(here.administration, officers(2))
    before = item.plan_digest
    make_person("new0@customs.example")
    again = plan(look_again(item=item))
    assert again.plan_digest != before
    assert told(again) == {2: ("unchanged", []), 3: ("new", [])}


def test_a_file_put_aside_is_not_planned(here):
    item = cancel_import(item=make_import(here.administration, officers(1)))
    assert plan(item).state == State.CANCELLED
    assert not ImportRow.objects.filter(officer_import=item).exists()


def test_the_same_file_is_taken_up_while_it_is_not_finished(here, cohort):
    first = make_import(here.administration, officers(1), owner=here.coordinator)
    assert make_import(here.administration, officers(1), owner=here.coordinator) == first
    assert make_import(here.administration, officers(1), owner=here.coordinator, cohort=cohort) != first
    assert make_import(here.administration, officers(1)) != first
    cancel_import(item=first)
    assert make_import(here.administration, officers(1), owner=here.coordinator) != first


def test_a_cohort_of_another_administration_is_refused(here):
    other = make_people_cohort(make_person(administration="FJ").administration)
    with pytest.raises(ValueError, match="cohort"):
        make_import(here.administration, officers(1), cohort=other)
