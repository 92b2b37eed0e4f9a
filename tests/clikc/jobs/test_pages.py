"""The pages of jobs: whose they are, what they say, and what they do."""

import pytest
from django.urls import reverse
from django.utils import timezone

from clikc.jobs.models import Job, Worker
from clikc.people.roles import Role
from tests.factories.jobs import make_job
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db
State = Job.State


@pytest.fixture
def owner(client):
    person = make_person()
    sign_in(client, person)
    return person


def page(client, job, name="job"):
    return client.get(reverse(name, args=[job.pk]))


class TestWhose:
    @pytest.mark.parametrize("name", ["job", "job_state", "job_stop", "job_file"])
    def test_anothers_is_not_there(self, client, owner, name):
        assert page(client, make_job(file_of=b"x", state="done"), name).status_code == 404

    @pytest.mark.parametrize("name", ["job_stop", "job_again"])
    def test_nor_is_it_changed(self, client, owner, name):
        job = make_job(state="failed" if name == "job_again" else "waiting")
        assert client.post(reverse(name, args=[job.pk])).status_code == 404
        assert Job.objects.get(pk=job.pk).state == job.state

    def test_the_list_is_ones_own(self, client, owner, kinds):
        kinds("test.count", print, label="Count of mine")
        kinds("test.other", print, label="Failed of another")
        make_job(owner=owner)
        make_job(kind="test.other", state="failed")
        answer = client.get(reverse("jobs")).content.decode()
        assert "Count of mine" in answer
        assert "Failed of another" not in answer

    def test_administrators_see_what_failed_and_try_it_again(self, client, kinds, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        sign_in(client, make_person(role=Role.ADMIN))
        kinds("test.count", print, label="Count of another")
        job = make_job(state="failed", fault="raised builtins.ValueError")
        answer = client.get(reverse("jobs"))
        assert "raised builtins.ValueError" in answer.content.decode()
        client.post(reverse("job_again", args=[job.pk]))
        assert Job.objects.get(pk=job.pk).state == State.WAITING

    def test_a_file_is_saved_and_kept_nowhere(self, client, owner):
        job = make_job(owner=owner, state="done", file_of=b"a,b")
        answer = page(client, job, "job_file")
        assert b"".join(answer.streaming_content) == b"a,b"
        assert answer["Content-Disposition"] == 'attachment; filename="people.csv"'
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_a_file_has_no_public_address(self, client, owner):
        job = make_job(owner=owner, state="done", file_of=b"a,b")
        assert client.get(job.file.url).status_code == 404

    def test_a_file_that_is_gone_is_not_there(self, client, owner):
        job = make_job(owner=owner, state="done", file_of=b"a,b")
        job.file.storage.delete(job.file.name)
        assert page(client, job, "job_file").status_code == 404


class TestWords:
    @pytest.fixture(autouse=True)
    def _kind(self, kinds):
        kinds("test.count", print, label="Count", can_stop=True, done_url=lambda job: "/en/count/7/")

    def test_how_far_it_is(self, client, owner):
        job = make_job(owner=owner, state="running", done=1234, total=10000)
        answer = page(client, job).content.decode()
        assert "1,234 of 10,000" in answer
        assert 'max="10000" value="1234"' in answer
        assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in answer

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"state": "waiting"}, "begins in a moment"),
            ({"state": "waiting", "fault": "lost"}, "tried again by itself"),
            ({"state": "running"}, "goes on without you"),
            ({"state": "running", "stop_asked_at": timezone.now()}, "stops after the step"),
            ({"state": "stopped"}, "stays done"),
            ({"state": "failed", "fault": "raised x.Secret"}, "Nothing that was done is lost"),
            ({"state": "done"}, "It is done"),
        ],
    )
    def test_what_happens_next(self, client, owner, facts, words):
        Worker.objects.create(pk="one", seen_at=timezone.now())
        job = make_job(owner=owner, **facts)
        assert words in page(client, job).content.decode()
        assert words in page(client, job, "job_state").json()["sentence"]
        assert "Secret" not in page(client, job).content.decode()

    def test_it_says_when_nobody_works(self, client, owner):
        assert "not running at present" in page(client, make_job(owner=owner)).content.decode()

    def test_where_to_go_when_it_is_over(self, client, owner):
        assert 'href="/en/count/7/"' not in page(client, make_job(owner=owner)).content.decode()
        assert 'href="/en/count/7/"' in page(client, make_job(owner=owner, state="done")).content.decode()

    def test_a_state_for_scripts(self, client, owner):
        job = make_job(owner=owner, state="running", done=3, total=4)
        state = page(client, job, "job_state").json()
        assert (state["open"], state["done"], state["total"], state["amount"]) == (True, 3, 4, "3 of 4")


class TestStopping:
    def test_is_asked_for_and_then_done(self, client, owner, kinds):
        job = make_job(owner=owner)
        assert "Stop this?" in page(client, job, "job_stop").content.decode()
        assert Job.objects.get(pk=job.pk).state == State.WAITING
        client.post(reverse("job_stop", args=[job.pk]))
        assert Job.objects.get(pk=job.pk).state == State.STOPPED

    def test_is_not_offered_where_the_work_would_not_notice(self, client, owner, kinds):
        kinds("test.count", print)
        job = make_job(owner=owner, state="running")
        assert reverse("job_stop", args=[job.pk]) not in page(client, job).content.decode()
        client.post(reverse("job_stop", args=[job.pk]))
        assert Job.objects.get(pk=job.pk).stop_asked_at is None
