"""What was agreed is done, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clikc.people.models import AuditEntry, Unit, User
from clikc.post.models import Letter
from enrolment.admissions.api import remove_from_cohort
from enrolment.admissions.models import Enrolment, Place
from enrolment.intake.api import OfficerImport, confirm_import, run_import
from enrolment.membership.api import deactivate, withdraw_request
from enrolment.membership.models import Invitation, JoinRequest
from enrolment.programmes.models import Cohort, CohortMember
from tests.factories.coordination import make_people_cohort, make_request
from tests.factories.intake import csv_of, done, officers, planned, told
from tests.factories.people import make_person
from tests.factories.programmes import make_seats

State = OfficerImport.State


def confirmed(here, rows, **facts):
    item = planned(here.administration, rows, **facts)
    return confirm_import(item=item, digest=item.plan_digest, by=here.coordinator)


def run(here, item, **facts):
    return run_import(item=item, by=here.coordinator, **facts)


def world() -> dict:
    """Everything an import can change, as numbers and texts."""
    return {
        "people": sorted(
            User.objects.values_list("pk", "email", "printed_name", "unit", "preferred_language")
        ),
        "invitations": sorted(Invitation.objects.values_list("person", "letters")),
        "requests": sorted(JoinRequest.objects.values_list("pk", "state")),
        "enrolments": sorted(Enrolment.objects.values_list("learner", "course", "is_active")),
        "members": sorted(CohortMember.objects.values_list("cohort", "person", "left_at")),
        "letters": sorted(Letter.objects.values_list("key", flat=True)),
        "units": sorted(Unit.objects.values_list("name", flat=True)),
        "deeds": sorted(AuditEntry.objects.exclude(what="officers_imported").values_list("what", "person")),
    }


def test_new_officers_are_invited_and_enrolled(here, cohort):
    content = csv_of(
        [("a@b.example", "Amina", "ar", "Malaba", "f"), ("c@b.example", "Carlos", "", "malaba", "")],
        ("E-mail", "Name", "Language", "Unit", "Gender"),
    )
    item = done(here.administration, content, by=here.coordinator, cohort=cohort)
    assert (item.state, item.counts) == (State.DONE, {"new": 2})
    amina, carlos = User.objects.filter(email__endswith="@b.example").order_by("email")
    assert (amina.preferred_language, amina.gender) == ("ar", "woman")
    assert amina.unit == carlos.unit == Unit.objects.get()
    assert carlos.preferred_language == here.administration.suggested_language
    assert Enrolment.objects.filter(learner__in=[amina, carlos]).count() == 4
    assert Letter.objects.filter(kind="invitation").count() == 2
    assert set(AuditEntry.objects.filter(person=amina).values_list("what", "actor", "role")) >= {
        ("invited", here.coordinator.pk, "national_coordinator"),
        ("cohort_joined", here.coordinator.pk, "national_coordinator"),
    }


def test_the_language_of_the_cohort_is_that_of_its_new_officers(here):
    cohort = make_people_cohort(here.administration, language="fr")
    done(here.administration, officers(1), by=here.coordinator, cohort=cohort)
    assert User.objects.get(email="new0@customs.example").preferred_language == "fr"


def test_somebody_who_waits_is_approved(here, cohort):
    asking = make_request(here.administration)
    content = csv_of([(asking.person.email, "", "Malaba")], ("E-mail", "Name", "Unit"))
    item = done(here.administration, content, by=here.coordinator, cohort=cohort)
    asking.person.refresh_from_db()
    assert item.counts == {"approve": 1}
    assert (asking.person.administration, asking.person.unit.name) == (here.administration, "Malaba")
    assert Enrolment.objects.filter(learner=asking.person).count() == 2


def test_a_member_keeps_what_she_is(here, cohort):
    one = here.officers[0]
    content = csv_of([(one.email, "Another Name", "am", "Port")], ("E-mail", "Name", "Language", "Unit"))
    done(here.administration, content, by=here.coordinator, cohort=cohort)
    again = User.objects.get(pk=one.pk)
    assert (again.printed_name, again.preferred_language, again.unit) == (one.printed_name, "en", None)
    assert not Unit.objects.exists()


def test_whoever_is_elsewhere_is_brought_in_without_being_touched(here, cohort):
    abroad = make_person(administration="FJ")
    item = done(here.administration, [(abroad.email, "Named Here")], by=here.coordinator, cohort=cohort)
    assert told(item) == {2: ("new", [])}
    assert not Enrolment.objects.filter(learner=abroad).exists()
    assert User.objects.get(contact=abroad.email).printed_name == "Named Here"
    again = done(here.administration, [(abroad.email, "")], by=here.coordinator, cohort=cohort)
    assert told(again) == {2: ("enrolled", [])}


def test_importing_again_changes_nothing(here, cohort):
    rows = officers(1000)
    done(here.administration, rows, by=here.coordinator, cohort=cohort)
    before = world()
    again = done(here.administration, rows, by=here.coordinator, cohort=cohort)
    assert again.counts == {"enrolled": 1000}
    assert world() == before


def test_what_somebody_else_did_meanwhile_is_not_done_twice(here, cohort):
    rows = [*officers(2), (here.officers[0].email, "")]
    item = confirmed(here, rows, cohort=cohort)
    done(here.administration, officers(1), by=here.coordinator, cohort=cohort)
    done(here.administration, officers(1, 1), by=here.coordinator)
    assert told(run(here, item)) == {
        2: ("enrolled", ["changed_meanwhile"]),
        3: ("existing", ["changed_meanwhile"]),
        4: ("existing", []),
    }
    assert CohortMember.objects.filter(cohort=cohort).count() == 3
    assert Letter.objects.filter(kind="invitation").count() == 2


def test_nothing_is_done_that_was_not_agreed_to(here):
    one, two, three = here.officers
    cohort = make_people_cohort(here.administration, [one])
    asking, elsewhere = make_request(here.administration), make_person(administration=None)
    addresses = [one, two, three, asking.person, elsewhere]
    item = confirmed(here, [(person.email, "Name") for person in addresses], cohort=cohort)
    remove_from_cohort(cohort=cohort, person_ids=[one.pk], by=None)
    deactivate(people=[two], by=None, reason="Left")
    User.objects.filter(pk=three.pk).update(administration=None)
    withdraw_request(request=asking)
    JoinRequest.objects.create(person=elsewhere, administration=here.administration, made_at=asking.made_at)
    before = world()
    item = run(here, item)
    assert told(item) == {
        2: ("broken", ["changed_meanwhile"]),
        3: ("broken", ["changed_meanwhile", "deactivated"]),
        4: ("broken", ["changed_meanwhile"]),
        5: ("broken", ["changed_meanwhile"]),
        6: ("broken", ["changed_meanwhile"]),
    }
    assert world() == before


def test_a_cohort_that_was_closed_takes_nobody(here, cohort):
    item = confirmed(here, officers(2), cohort=cohort)
    Cohort.objects.filter(pk=cohort.pk).update(closed_at="2026-01-01T00:00Z")
    item = run(here, item)
    assert told(item) == {2: ("broken", ["cohort_closed"]), 3: ("broken", ["cohort_closed"])}
    assert not Invitation.objects.exists()


def test_seats_are_not_oversold(here):
    seats = make_seats(2)
    cohort = make_people_cohort(here.administration, courses=[seats.course], runs={seats.course_id: seats.pk})
    item = done(here.administration, officers(5), by=here.coordinator, cohort=cohort, batch=2)
    assert sorted(reasons for _outcome, reasons in told(item).values()) == [[], [], *[["waiting_list"]] * 3]
    assert Place.objects.filter(seat__isnull=False).count() == 2
    again = done(here.administration, officers(5), by=here.coordinator, cohort=cohort)
    assert again.counts == {"enrolled": 5}


def test_an_unconfirmed_import_does_nothing(here):
    item = planned(here.administration, officers(1))
    assert run(here, item).state == State.PLANNED
    assert not Invitation.objects.exists()


def test_it_stops_between_batches_and_goes_on(here):
    item = confirmed(here, officers(5))
    answers = iter([False, True])
    item = run(here, item, batch=2, is_stopping=lambda: next(answers))
    assert (item.state, Invitation.objects.count()) == (State.RUNNING, 2)
    assert run(here, item).counts == {"new": 5}


def test_what_was_done_before_is_told_at_once(here):
    item = confirmed(here, officers(4))
    run(here, item, batch=2, is_stopping=iter([False, True]).__next__)
    told_first = []
    run(here, item, batch=2, advance=lambda done, total: told_first.append((done, total)))
    assert told_first == [(2, 4), (4, 4)]


@pytest.mark.parametrize("with_cohort", [False, True])
def test_queries_do_not_grow_with_rows(here, cohort, with_cohort):
    counts = []
    for number, start in ((20, 0), (300, 1000)):
        item = confirmed(here, officers(number, start), cohort=cohort if with_cohort else None)
        with CaptureQueriesContext(connection) as seen:
            run(here, item)
        # SQLite takes few values at once, so that bulk_create needs more queries for more rows.
        counts.append(len([query for query in seen if not query["sql"].startswith("INSERT")]))
    assert counts[0] == counts[1]
