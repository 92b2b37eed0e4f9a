"""What waits today; every number is that of the list it leads to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from clikc.people.api import record
from clikc.people.models import AuditEntry
from enrolment.coordination.home import today_in
from enrolment.membership.models import Invitation, Transfer
from tests.factories import coordination, people
from tests.factories.certificates import make_completion
from tests.factories.following import make_plain_course, put_in

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date


def overdue(administration):
    invitation = coordination.make_invited(administration, days_ago=20)
    Invitation.objects.filter(pk=invitation.pk).update(last_letter_at=timezone.now() - timedelta(days=15))
    return invitation.person


def test_a_new_coordinator_is_told_how_to_begin(client):
    made = coordination.make_workspace("FJ")
    people.sign_in_with_second_factor(client, made.coordinator)
    page = client.get("/en/coordination/FJ/").content.decode()
    assert "How to begin" in page
    assert "What waits for you" not in page


def test_what_waits_is_counted_for_this_administration_alone(made):
    abroad = coordination.make_workspace("FJ", officers=3)
    for place in (made, abroad):
        coordination.make_request(place.administration, days_ago=4)
        overdue(place.administration)
    coordination.make_invited(made.administration, days_ago=3)
    coordination.make_transfer(made.officers[0], abroad.administration)
    coordination.make_transfer(abroad.officers[0], made.administration, state=Transfer.State.RELEASED)
    coordination.make_transfer(abroad.officers[1], made.administration)
    today = today_in(made.administration, made.coordinator)
    assert (today.registrations, today.unanswered) == (1, 1)
    assert (today.to_release, today.to_accept) == (1, 1)
    assert timezone.now() - today.oldest > timedelta(days=3)


@pytest.mark.parametrize(("days", "is_shown"), [(-1, False), (0, True), (14, True), (15, False)])
def test_cohorts_are_due_within_fourteen_days(made, days, is_shown):
    due_on = TODAY() + timedelta(days=days)
    opens_on = min(due_on, TODAY())
    coordination.make_people_cohort(made.administration, made.officers, due_on=due_on, opens_on=opens_on)
    assert bool(today_in(made.administration, made.coordinator).due) == is_shown


def test_who_finished_all_courses_of_a_cohort_is_counted(made):
    courses = [coordination.make_open_course(), coordination.make_open_course()]
    coordination.make_people_cohort(
        made.administration, made.officers, courses=courses, due_on=TODAY() + timedelta(days=3)
    )
    first, second, *_others = made.officers
    for learner, done in ((first, courses), (second, courses[:1])):
        for course in done:
            make_completion(learner=learner, course=course)
    [due] = today_in(made.administration, made.coordinator).due
    assert (due.people, due.finished) == (6, 1)


def test_the_numbers_lead_to_the_lists_they_count(mine, made):
    person = overdue(made.administration)
    course = coordination.make_open_course()
    make_completion(learner=made.officers[0], course=course, at=timezone.now())
    page = mine.get("/en/coordination/KE/").content.decode()
    for query, count in (("?state=overdue", 1), ("?news=joined", 8), ("?news=finished", 1)):
        assert f"/en/coordination/KE/people/{query}" in page
        rows = mine.get(f"/en/coordination/KE/people/{query}").context["page"]
        assert rows.paginator.count == count
    assert person in mine.get("/en/coordination/KE/people/?state=overdue").context["page"]
    today = today_in(made.administration, made.coordinator)
    assert (today.unanswered, today.joined, today.finished) == (1, 8, 1)


def test_who_is_behind_and_idle_is_one_way_away(mine, made):
    assert "?standing=" not in mine.get("/en/coordination/KE/").content.decode()
    course, now = make_plain_course(), timezone.now()
    for officer, due in zip(made.officers, (-4, -1, None), strict=False):
        put_in(officer, course, due=due, active=-20, done=3, now=now)
    put_in(people.officer(administration="FJ"), course, due=-4, done=2, now=now)
    page = mine.get("/en/coordination/KE/").content.decode()
    for standing, words, count in (
        ("behind", "2 officers in courses are behind", 2),
        ("idle", "1 officer in a course is idle", 1),
    ):
        assert f'href="/en/coordination/KE/following/?standing={standing}">{words}</a>' in page
        rows = mine.get(f"/en/coordination/KE/following/?standing={standing}").context["page"]
        assert rows.paginator.count == count


def test_as_many_queries_for_two_thousand_as_for_twenty(mine, made, django_assert_max_num_queries):
    due_on = TODAY() + timedelta(days=3)
    coordination.make_people_cohort(made.administration, made.officers, due_on=due_on)
    mine.get("/en/coordination/KE/")
    with django_assert_max_num_queries(20) as few:
        mine.get("/en/coordination/KE/")
    officers = coordination.make_officers(made.administration, 2000)
    coordination.make_people_cohort(made.administration, officers[:600], due_on=due_on)
    with django_assert_max_num_queries(20) as many:
        assert mine.get("/en/coordination/KE/").status_code == 200
    assert len(many) == len(few)


def test_who_came_from_elsewhere_is_new_too(made):
    before = today_in(made.administration, made.coordinator).joined
    old = people.officer(administration="KE", date_joined=timezone.now() - timedelta(days=400))
    assert today_in(made.administration, made.coordinator).joined == before
    for what, days in (("transfer_accepted", 40), ("unit_changed", 1)):
        entry = record(what=what, by=None, person=old, facts={"unit": "Port"})
        AuditEntry.objects.filter(pk=entry.pk).update(at=timezone.now() - timedelta(days=days))
    assert today_in(made.administration, made.coordinator).joined == before
    record(what="transfer_accepted", by=None, person=old)
    assert today_in(made.administration, made.coordinator).joined == before + 1


def test_her_deputies_and_until_when(client):
    made = coordination.make_workspace("FJ")
    deputy = people.coordinator(administration="FJ", printed_name="Deputy Dan")
    deputy.role_grants.update(is_deputy=True, ends_on="2099-06-30")
    people.sign_in_with_second_factor(client, made.coordinator)
    page = client.get("/en/coordination/FJ/").content.decode()
    assert "Deputy Dan" in page
    assert "until" in page
    deputy.role_grants.update(ends_on="2020-06-30")
    assert "Deputy Dan" not in client.get("/en/coordination/FJ/").content.decode()
