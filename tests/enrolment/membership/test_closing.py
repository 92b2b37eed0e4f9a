"""Closing accounts: at once, within one's administration, never oneself and never who runs the site."""

import pytest
from django.urls import reverse

from clikc.jobs.api import Job
from clikc.people.models import AuditEntry, User
from clikc.post.models import Letter
from enrolment.membership.api import deactivate, may_close, reactivate, write_invitations
from tests.factories.coordination import make_invited, make_officers
from tests.factories.people import PASSWORD, admin, give_role, make_person, manager, sign_in

pytestmark = pytest.mark.django_db


def test_the_next_request_is_signed_out_and_the_right_password_says_why(client, kenya):
    officer = make_person("amina@customs.example")
    answer = client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
    assert answer.url == reverse("desk")
    assert client.get(reverse("desk")).status_code == 200
    assert deactivate(people=[officer], by=kenya.coordinator, reason="Left") == [officer]
    assert client.get(reverse("desk")).status_code == 302
    right = client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD}, follow=True)
    assert "suspended" in right.text
    wrong = client.post(
        reverse("account_login"), {"login": officer.email, "password": PASSWORD + "!"}, follow=True
    )
    assert "suspended" not in wrong.text


def test_what_nobody_may_close(kenya, fiji):
    boss = kenya.coordinator
    chief, foreign = admin(), make_officers(fiji.administration, 1)[0]
    secretary, nobodys = manager(), make_person(administration=None)
    here = make_officers(kenya.administration, 2)
    wanted = [boss, chief, foreign, secretary, nobodys, *here]
    assert {person.pk for person in deactivate(people=wanted, by=boss, reason="All")} == {
        person.pk for person in here
    }
    closed = User.objects.filter(is_active=False)
    assert set(closed) == set(here)
    assert [may_close(boss, person) for person in wanted] == [False] * 5 + [True] * 2


def test_an_administrator_closes_everybody_but_administrators(kenya, fiji):
    chief, other = admin(), admin()
    closed = deactivate(people=[chief, other, kenya.coordinator, manager()], by=chief, reason="All")
    assert {person.pk for person in closed}.isdisjoint({chief.pk, other.pk})
    assert len(closed) == 2


def test_twice_is_once_and_it_can_be_taken_back(kenya):
    [officer] = make_officers(kenya.administration, 1)
    facts = {"people": [officer], "by": kenya.coordinator}
    deactivate(reason="Left", **facts)
    assert deactivate(reason="Left again", **facts) == []
    assert reactivate(**facts) == [officer]
    assert reactivate(**facts) == []
    officer.refresh_from_db()
    assert officer.is_active
    entries = AuditEntry.objects.filter(person=officer).order_by("pk")
    assert [(entry.what, entry.facts, entry.role) for entry in entries] == [
        ("deactivated", {"reason": "Left"}, "national_coordinator"),
        ("reactivated", {}, "national_coordinator"),
    ]


def test_an_account_that_was_merged_stays_closed(kenya):
    kept, dropped = make_officers(kenya.administration, 2)
    User.objects.filter(pk=dropped.pk).update(merged_into=kept, is_active=False)
    assert reactivate(people=[dropped], by=kenya.coordinator) == []


def test_her_jobs_stop_and_letters_to_her_do_not_leave(kenya, mailoutbox, django_capture_on_commit_callbacks):
    invitation = make_invited(kenya.administration)
    job = Job.objects.create(kind="a.kind", owner=invitation.person)
    with django_capture_on_commit_callbacks(execute=True):
        write_invitations(invitations=[invitation], by=kenya.coordinator)
        deactivate(people=[invitation.person], by=kenya.coordinator, reason="Left")
    job.refresh_from_db()
    assert job.state == Job.State.STOPPED
    assert mailoutbox == []
    assert Letter.objects.get().outcome == "dropped"


def test_many_cost_as_few_queries_as_one(kenya, django_assert_max_num_queries):
    officers = make_officers(kenya.administration, 300)
    with django_assert_max_num_queries(12):
        assert len(deactivate(people=officers, by=kenya.coordinator, reason="All")) == 300


def test_a_deputy_of_another_administration_closes_nobody_here(kenya, fiji, client):
    [officer] = make_officers(kenya.administration, 1)
    give_role(fiji.officers[0] if fiji.officers else make_person(administration="FJ"), "national_coordinator")
    assert deactivate(people=[officer], by=fiji.coordinator, reason="Mine") == []
    sign_in(client, officer)
    assert client.get(reverse("desk")).status_code == 200
