"""The results of a call told by the worker: whole or not at all, whatever kills it, and once."""

import os
import signal

import pytest
from django.db import connection, connections
from django.urls import reverse

from clikc.jobs import rescue, running
from clikc.jobs.models import Job
from clikc.post.models import Letter
from enrolment.admissions import api, telling
from enrolment.admissions.models import Nomination
from tests.factories import people
from tests.factories.selections import make_selection

TO_CANDIDATES = ["nomination-accepted", "nomination-reserve", "nomination-not-selected"]


@pytest.fixture
def begun(monkeypatch):
    """A field, and the job that tells its results: confirmed, and waiting for a worker."""

    def make():
        made = make_selection()
        monkeypatch.setattr(telling, "AT_ONCE", 2)
        monkeypatch.setattr("clikc.jobs.api.enqueue", lambda job: None)
        manager = people.manager()
        digest = api.preview_publication(made.call).digest
        facts = {"call": made.call, "digest": digest, "by": manager, "role": "programme_manager"}
        job = api.tell_results(**facts)
        assert api.tell_results(**facts) == job == api.telling_of(made.call)
        return made, manager, job

    return make


def killed_after(statement: str, job: Job) -> None:
    """Do the job in a process that is killed as soon as it has written this."""
    connections.close_all()
    child = os.fork()
    if child == 0:

        def kill(execute, sql, *args):
            done = execute(sql, *args)
            if sql.startswith(statement):
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        connection.execute_wrappers.append(kill)
        running.run(job.pk)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL


@pytest.mark.django_db(transaction=True)
def test_killed_it_has_told_nobody_and_the_next_run_tells_each_once(begun):
    made, manager, job = begun()
    before = dict(made.call.nominations.values_list("pk", "state"))
    for statement in ('UPDATE "admissions_nomination"', f'INSERT INTO "{Letter._meta.db_table}"'):
        killed_after(statement.replace("INSERT", _insert()), job)
        assert dict(made.call.nominations.values_list("pk", "state")) == before
        assert not Letter.objects.exists()
        rescue.release(Job.objects.filter(pk=job.pk))
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, telling.outcome(job)[1]) == ("done", job.total, "good")
    made.call.refresh_from_db()
    assert (made.call.published_by, made.call.changes.get().role) == (manager, "programme_manager")
    told = Letter.objects.filter(kind__in=TO_CANDIDATES).values_list("facts__nomination", flat=True)
    assert sorted(told) == sorted(str(pk) for pk, state in before.items() if state == "endorsed")
    versions = list(made.call.nominations.order_by("pk").values_list("version", flat=True))
    # Another worker that held it for dead, or the same confirmation again, changes nothing.
    Job.objects.filter(pk=job.pk).update(state="waiting", tries=0)
    running.run(job.pk)
    assert api.tell_results(call=made.call, digest="", by=manager) is None
    assert list(made.call.nominations.order_by("pk").values_list("version", flat=True)) == versions
    assert Letter.objects.filter(kind__in=TO_CANDIDATES).count() == len(told)


def _insert() -> str:
    return "INSERT OR IGNORE" if connection.vendor == "sqlite" else "INSERT"


def test_its_page_says_how_far_it_is_and_what_changed_before_its_turn(client, db, begun):
    made, manager, job = begun()
    address = reverse("call_publish", args=[made.call.pk])
    people.sign_in_with_second_factor(client, people.manager())
    waiting = client.get(address).content.decode()
    assert manager.get_full_name() in waiting
    assert "Tell everybody" not in waiting
    people.sign_in_with_second_factor(client, manager)
    assert reverse("job_state", args=[job.pk]) in client.get(address).content.decode()
    api.decide_by_hand(nomination_id=made.nominations[1].pk, by_hand="out", reason="No", by=None)
    running.run(job.pk)
    assert not Letter.objects.exists()
    assert telling.page_of(Job.objects.get()) == address
    page = client.get(address)
    assert "no longer what you were shown" in page.content.decode()
    confirmed = client.post(address, {"digest": page.context["found"].digest})
    assert confirmed["Location"] == address
    running.run(api.telling_of(made.call).pk)
    assert client.get(address)["Location"] == reverse("call_results", args=[made.call.pk])
    assert Nomination.objects.filter(call=made.call, state="accepted").exists()
