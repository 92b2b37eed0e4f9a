"""Cohorts of many people: put in by the worker, each once, whatever happens meanwhile."""

import pytest
from django.urls import reverse

from clikc.jobs.models import Job
from clikc.jobs.running import run as run_job
from enrolment.admissions import api, filling
from enrolment.programmes.api import CohortFacts, facts_as_data, start_draft
from enrolment.programmes.models import Cohort, CohortDraft
from tests.factories.coordination import make_officers, make_people_cohort, make_workspace
from tests.factories.courses import make_course
from tests.factories.people import administration_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_at_once(monkeypatch):
    monkeypatch.setattr(filling, "AT_ONCE", 2)


@pytest.fixture
def here():
    return make_workspace(officers=5)


def a_draft(here, people=None, **more) -> CohortDraft:
    facts = CohortFacts("Recruits", (make_course().course.pk,))
    return start_draft(
        administration=here.administration,
        owner=here.coordinator,
        person_ids=[person.pk for person in (here.officers if people is None else people)],
        **({"facts": facts_as_data(facts)} | more),
    )


def members(cohort) -> set[int]:
    return set(cohort.members.current().values_list("person", flat=True))


def ids(people) -> set[int]:
    return {person.pk for person in people}


def test_few_are_put_in_at_once(here):
    filled = api.fill_cohort(draft=a_draft(here, here.officers[:2]), by=here.coordinator)
    assert (filled.job, filled.added.joined) == (None, ids(here.officers[:2]))
    assert members(filled.cohort) == ids(here.officers[:2])


def test_many_are_put_in_by_the_worker_once(here):
    draft = a_draft(here)
    filled = api.fill_cohort(draft=draft, by=here.coordinator)
    assert members(filled.cohort) == set()
    again = api.fill_cohort(draft=draft, by=here.coordinator)
    assert (again.cohort, again.job) == (filled.cohort, filled.job)
    assert api.filling_of(here.coordinator, filled.cohort) == filled.job
    assert api.filling_of(here.officers[0], filled.cohort) is None
    run_job(filled.job.pk)
    job = Job.objects.get()
    assert (job.state, job.done, job.total, job.result) == (Job.State.DONE, 5, 5, {"people": 5})
    assert members(Cohort.objects.get()) == ids(here.officers)
    assert api.filling_of(here.coordinator, filled.cohort) is None
    over = api.fill_cohort(draft=draft, by=here.coordinator)
    assert (over.cohort, over.added, over.job) == (filled.cohort, None, None)


def test_a_run_that_dies_is_followed_by_one_that_puts_in_the_rest_alone(here, monkeypatch):
    filled = api.fill_cohort(draft=a_draft(here), by=here.coordinator)
    step, steps = filling.add_to_cohort, []

    def dies_in_the_second(**asked):
        done = step(**asked)
        steps.append(asked["people"])
        if len(steps) == 2:
            raise OSError
        return done

    monkeypatch.setattr(filling, "add_to_cohort", dies_in_the_second)
    run_job(filled.job.pk)
    assert members(filled.cohort) == ids(here.officers[:2])
    api.remove_from_cohort(cohort=filled.cohort, person_ids=[here.officers[0].pk], by=here.coordinator)
    Job.objects.update(run_after=filled.job.created_at)
    run_job(filled.job.pk)
    assert members(filled.cohort) == ids(here.officers[1:])
    assert Job.objects.get().result == {"people": 5}


def test_who_is_no_officer_here_any_more_is_left_out(here):
    filled = api.fill_cohort(draft=a_draft(here), by=here.coordinator)
    here.officers[0].administration = administration_of("FJ")
    here.officers[0].save()
    here.officers[1].is_active = False
    here.officers[1].save()
    run_job(filled.job.pk)
    assert members(filled.cohort) == ids(here.officers[2:])


def test_who_coordinates_no_longer_puts_nobody_in(here):
    filled = api.fill_cohort(draft=a_draft(here), by=here.coordinator)
    here.coordinator.role_grants.all().delete()
    run_job(filled.job.pk)
    assert members(filled.cohort) == set()
    assert Job.objects.get().state == Job.State.DONE


def test_a_cohort_that_is_closed_takes_nobody(here):
    cohort = make_people_cohort(here.administration)
    filled = api.fill_cohort(draft=a_draft(here, cohort=cohort), by=here.coordinator)
    api.close_cohort(cohort=cohort, by=here.coordinator)
    run_job(filled.job.pk)
    assert members(cohort) == set()
    for number in (2, 5):
        draft = a_draft(here, here.officers[:number], cohort=cohort)
        with pytest.raises(api.CohortIsClosed):
            api.fill_cohort(draft=draft, by=here.coordinator)
        draft.refresh_from_db()
        assert (draft.made, len(draft.people)) == (None, number)


def test_the_page_of_the_cohort_shows_how_far_it_is(here, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(here.coordinator)
    draft = a_draft(here, make_officers(here.administration, 3))
    answer = client.post(reverse("coordination_cohort_review", args=["KE", draft.pk]))
    job = Job.objects.get()
    assert answer["Location"] == reverse("job", args=[job.pk])
    page = reverse("coordination_cohort", args=["KE", Cohort.objects.get().pk])
    assert f'data-job="{reverse("job_state", args=[job.pk])}"' in client.get(page).content.decode()
    run_job(job.pk)
    assert page in client.get(reverse("job", args=[job.pk])).content.decode()
    assert "data-job" not in client.get(page).content.decode()
