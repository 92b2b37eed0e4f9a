"""Cohorts, drafts and runs as records: what they keep, and who sees them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, strategies as st

from enrolment.programmes import api
from enrolment.programmes.drafts import forget_old_drafts
from enrolment.programmes.models import CohortChange, CohortDraft, CohortMember, CourseRun
from tests.factories import people
from tests.factories.coordination import make_officers, make_people_cohort, make_workspace
from tests.factories.programmes import make_seats

days = st.none() | st.dates()
ids = st.integers(1, 2**31 - 1)


@given(
    st.builds(
        api.CohortFacts,
        name=st.text(max_size=20),
        course_ids=st.lists(ids, unique=True, max_size=4).map(tuple),
        opens_on=days,
        due_on=days,
        welcome=st.text(max_size=20),
        tutor_id=st.none() | ids,
        runs=st.dictionaries(ids, ids, max_size=3),
    )
)
def test_facts_survive_being_kept(facts):
    assert api.facts_from_data(api.facts_as_data(facts)) == facts


@pytest.mark.django_db
class TestSeen:
    def test_cohorts_and_changes_by_those_who_look_after_them(self):
        here, there = make_workspace("KE", officers=1), make_workspace("FJ")
        tutor = people.tutor(administration="FJ")
        cohort = make_people_cohort(here.administration, here.officers, tutor_id=tutor.pk)
        api.set_closed(cohort=cohort, is_closed=True, by=here.coordinator)
        seen = lambda user: api.cohorts_seen_by(user, administration_id=here.administration.pk)  # noqa: E731
        for user, number in (
            (here.coordinator, 1),
            (here.officers[0], 1),
            (tutor, 1),
            (people.manager(), 1),
            (there.coordinator, 0),
            (people.officer(), 0),
        ):
            assert len(seen(user)) == CohortChange.objects.visible_to(user).count() == number

    def test_members_who_moved_away_are_seen_no_longer(self):
        here = make_workspace("KE", officers=2)
        cohort = make_people_cohort(here.administration, here.officers)
        person = here.officers[0]
        type(person).objects.filter(pk=person.pk).update(administration=people.administration_of("FJ"))
        assert api.members_seen_by(here.coordinator, cohort=cohort).count() == 1
        assert api.member_counts([cohort.pk]) == {cohort.pk: 1}
        person.refresh_from_db()
        assert CohortMember.objects.visible_to(person).count() == 1

    def test_a_draft_by_its_owner_while_she_coordinates(self):
        here = make_workspace("KE")
        draft = api.start_draft(administration=here.administration, owner=here.coordinator)
        mine = api.drafts_of(here.coordinator, administration_id=here.administration.pk)
        assert list(mine) == [draft]
        other = people.coordinator(administration="KE")
        assert not CohortDraft.objects.visible_to(other).exists()
        here.coordinator.role_grants.update(ended_at=timezone.now())
        former = type(here.coordinator).objects.get(pk=here.coordinator.pk)
        assert not CohortDraft.objects.visible_to(former).exists()


@pytest.mark.django_db
class TestDrafts:
    def test_people_come_once_and_go(self):
        here = make_workspace("KE")
        draft = api.start_draft(administration=here.administration, owner=here.coordinator, person_ids=[3, 3])
        draft = api.choose_people(draft=draft, add=[4, 3, 5], drop=[4])
        assert draft.people == [3, 5]

    def test_old_ones_are_forgotten(self):
        here = make_workspace("KE")
        for _one in range(2):
            draft = api.start_draft(administration=here.administration, owner=here.coordinator)
        CohortDraft.objects.filter(pk=draft.pk).update(touched_at=timezone.now() - timedelta(days=31))
        assert forget_old_drafts() == 1


@pytest.mark.django_db
class TestRuns:
    def test_current_are_those_one_can_be_put_into(self):
        today = timezone.now().date()
        run = make_seats(1, closes_on=today)
        over = make_seats(1, course=run.course, closes_on=today - timedelta(days=2))
        api.set_run_closed(run=make_seats(1, course=run.course), is_closed=True)
        assert api.runs_of([run.course_id]) == [run]
        assert over in CourseRun.objects.all()


@pytest.mark.django_db
def test_members_come_back_as_themselves():
    here = make_workspace("KE")
    [person] = make_officers(here.administration, 1)
    cohort = make_people_cohort(here.administration, [person], due_on=date(2030, 1, 1))
    assert api.remove_members(cohort=cohort, person_ids=[person.pk]) == {person.pk}
    assert api.remove_members(cohort=cohort, person_ids=[person.pk]) == set()
    [member] = api.add_members(cohort=cohort, people=[person, person], by=None)
    assert member.pk == cohort.members.get().pk
    assert cohort.members.current().exists()
