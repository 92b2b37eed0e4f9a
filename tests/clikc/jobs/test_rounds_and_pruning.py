"""What comes round, once for all workers; and what is deleted in the end."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from clikc.jobs import registry
from clikc.jobs.api import register_periodic
from clikc.jobs.models import Job
from clikc.jobs.rounds import begin_rounds
from tests.factories.jobs import make_job
from tests.support.crowd import at_once


@pytest.fixture
def called(monkeypatch):
    monkeypatch.setattr(registry, "_rounds", {})
    calls = []
    register_periodic("test.round", 60, lambda: calls.append(timezone.now()))
    return calls


@pytest.mark.django_db
class TestRounds:
    def test_begin_at_once_and_then_after_their_time(self, called, pass_time):
        for seconds in (0, 30, 31, 10):
            pass_time(seconds=seconds)
            begin_rounds()
        assert len(called) == 2

    def test_one_that_fails_keeps_no_other_and_is_called_again(self, called, pass_time, caplog):
        register_periodic("test.aaa", 60, lambda: 1 / 0)
        begin_rounds()
        pass_time(seconds=61)
        begin_rounds()
        assert len(called) == 2
        assert caplog.text.count("The round of test.aaa failed") == 2


@pytest.mark.django_db(transaction=True)
def test_many_tickers_begin_a_round_once(called):
    at_once(lambda _n: begin_rounds(), range(6))
    assert len(called) == 1


@pytest.mark.django_db
class TestPruning:
    def test_what_ended_long_ago_goes_with_its_file(self, pass_time, settings):
        old = make_job(state="done", file_of=b"people")
        unfinished = make_job()
        pass_time(days=settings.JOB_KEEP_DAYS + 1)
        new = make_job(state="failed", file_of=b"more people")
        call_command("prune_jobs", verbosity=0)
        assert set(Job.objects.all()) == {new, unfinished}
        assert not default_storage.exists(old.file.name)
        assert default_storage.exists(new.file.name)

    def test_files_no_job_speaks_of_go(self):
        job = make_job(state="done", file_of=b"the last")
        stray = default_storage.save(f"jobs/{job.pk}/stray", ContentFile(b"x"))
        call_command("prune_jobs", verbosity=0)
        assert not default_storage.exists(stray)
        assert default_storage.exists(job.file.name)
