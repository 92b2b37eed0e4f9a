"""Starting, keys, stopping and starting again: what whoever asks for work is promised."""

import pytest
from django.db import transaction

from clikc.jobs import api, registry
from clikc.jobs.models import Job
from clikc.jobs.running import claim
from tests.factories.people import make_person
from tests.support.crowd import at_once

State = Job.State


@pytest.fixture
def done(monkeypatch):
    """The payloads of the kind ``test.count`` that were done, in order."""
    monkeypatch.setattr(registry, "_works", {})
    payloads = []
    api.register_work("test.count", lambda job: payloads.append(job.payload), label="Count", can_stop=True)
    return payloads


def start(owner, **more) -> Job:
    return api.start_job(**{"kind": "test.count", "owner": owner, "payload": {"batch": 7}} | more)


@pytest.mark.django_db
class TestStarting:
    def test_begins_after_the_commit(self, done, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            job = start(make_person())
            assert done == []
        job.refresh_from_db()
        assert done == [{"batch": 7}]
        assert (job.state, job.tries, job.runner, job.fault) == (State.DONE, 1, None, "")

    def test_a_kind_nobody_registered_is_refused(self, done):
        with pytest.raises(LookupError):
            start(make_person(), kind="test.unknown")
        assert not Job.objects.exists()

    def test_what_the_work_returns_is_kept(self, done, django_capture_on_commit_callbacks):
        api.register_work("test.sum", lambda job: {"sum": sum(job.payload["of"])}, label="Sum")
        with django_capture_on_commit_callbacks(execute=True):
            job = start(make_person(), kind="test.sum", payload={"of": [1, 2]})
        assert Job.objects.get(pk=job.pk).result == {"sum": 3}

    def test_a_key_has_one_open_job(self, done):
        first = start(make_person(), key="import 7")
        assert start(make_person(), key="import 7") == first
        assert start(make_person(), key="import 8") != first

    def test_a_key_is_free_again_once_its_job_is_over(self, done):
        owner = make_person()
        first = start(owner, key="import 7")
        api.stop_job(job=first)
        assert start(owner, key="import 7") != first

    def test_without_a_key_there_may_be_many(self, done):
        owner = make_person()
        assert start(owner) != start(owner)


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_everybody_gets_the_first_ones_job(self, done):
        owner = make_person()

        def begin(_n):
            with transaction.atomic():
                return start(owner, key="import 7").pk

        # Done at once on this backend, so an early one may be over when a late one asks.
        jobs = set(at_once(begin, range(6)))
        assert len(jobs) == len(done) == Job.objects.count()
        assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}

    def test_one_runner_gets_it(self, done):
        job = Job.objects.create(kind="test.count", owner=make_person())
        claims = at_once(lambda _n: claim(job.pk), range(8))
        assert len([one for one in claims if one]) == 1
        job.refresh_from_db()
        assert (job.state, job.tries) == (State.RUNNING, 1)


@pytest.mark.django_db
def test_what_waits_is_stopped_at_once(done):
    job = start(make_person())
    api.stop_job(job=job)
    api.stop_job(job=job)
    assert Job.objects.get(pk=job.pk).state == State.STOPPED
    assert claim(job.pk) is None
