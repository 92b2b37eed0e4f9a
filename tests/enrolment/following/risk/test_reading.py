"""Where participants stand, read from their records: what the rule is asked, and what each viewer sees."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.catalogue.models import Activity
from enrolment.admissions.models import Place
from enrolment.advising.models import Message, Thread
from enrolment.assessment.models import DueExtension, Submission
from enrolment.following.risk.reading import (
    Sight,
    participants_at_risk,
    standing_of,
    standings_in_runs,
    standings_of_officers,
    tutored_runs_of,
)
from enrolment.following.risk.rules import Why, WorkState
from enrolment.following.risk.wording import text_for
from enrolment.following.risk.words import reasons_said
from enrolment.grading.entries import enter_grade
from enrolment.grading.items import item_of
from enrolment.grading.models import GradeItem
from enrolment.programmes.models import GradingScheme, Team, TeamMember
from enrolment.progress.models import ActivityProgress
from tests.factories import people
from tests.factories.certificates import make_completion
from tests.factories.tutoring import (
    add_participant,
    make_hand_in,
    make_marking,
    make_tutored_run,
    tutored_by,
)

pytestmark = pytest.mark.django_db


def ago(**span):
    return timezone.now() - timedelta(**span)


@pytest.fixture
def made():
    """Two participants, one tutor, four assignments: due 30, 23, 16 and 9 days ago, taken 14 days longer."""
    made = make_tutored_run(assignments=4, due_at=ago(days=30), is_blind=False)
    Place.objects.update(seated_at=ago(days=60))
    return made


@pytest.fixture
def manager():
    return people.manager()


def standing(made, viewer, number=0):
    found = {item.enrolment.pk: item for item in standings_in_runs([made.run], viewer)}
    return found[made.enrolments[number].pk]


def reasons(made, viewer, number=0) -> dict:
    return {why.code: dict(why.facts) for why in standing(made, viewer, number).reasons}


def states(made, viewer, number=0) -> list[str]:
    return [work.state.value for work in standing(made, viewer, number).works]


def grade(work, enrolment, points, **facts):
    return enter_grade(
        item=item_of(work), enrolment_id=enrolment.pk, kind="by_hand", by=None, points=points, **facts
    )


class TestSigns:
    def test_nobody_was_ever_seen(self, made, manager):
        assert standing(made, manager).last_seen_at is None
        assert reasons(made, manager)[Why.SILENT]["days"] == 60

    @pytest.mark.parametrize("sign", ["lesson", "draft", "hand_in", "message", "sign_in"])
    def test_each_sign_of_life(self, made, manager, sign):
        at, enrolment, work = ago(days=2), made.enrolments[0], made.work[0]
        if sign == "lesson":
            lesson = Activity.objects.create(course=made.course, kind="lesson", code="m/lesson", position=1)
            ActivityProgress.objects.create(
                enrolment=enrolment, activity=lesson, first_opened_at=at, last_seen_at=at
            )
        elif sign == "draft":
            Submission.objects.create(
                run_assignment=work, enrolment=enrolment, draft_by=enrolment.learner, draft_saved_at=at
            )
        elif sign == "hand_in":
            make_hand_in(work, enrolment, at=at)
        elif sign == "message":
            thread = Thread.objects.create(run=made.run, enrolment=enrolment)
            Message.objects.create(thread=thread, by=enrolment.learner, text="Hello", token="1", at=at)
        else:
            type(enrolment.learner).objects.filter(pk=enrolment.learner_id).update(last_login=at)
        assert standing(made, manager).last_seen_at == at
        assert Why.SILENT not in reasons(made, manager)
        assert Why.SILENT in reasons(made, manager, 1)

    def test_what_a_tutor_does_is_no_sign_of_her_life(self, made, manager):
        thread = Thread.objects.create(run=made.run, enrolment=made.enrolments[0])
        Message.objects.create(thread=thread, by=made.tutors[0], text="Hello?", token="1", at=ago(days=1))
        ActivityProgress.objects.create(
            enrolment=made.enrolments[0],
            activity=made.work[0].assignment.activity,
            first_opened_at=timezone.now(),
            last_seen_at=timezone.now(),
        )
        assert standing(made, manager).last_seen_at is None

    def test_nobody_is_silent_before_it_opened_for_her(self, made, manager):
        Place.objects.filter(learner=made.enrolments[0].learner).update(seated_at=ago(days=3))
        assert Why.SILENT not in reasons(made, manager)
        made.run.opens_on = timezone.localdate() - timedelta(days=2)
        made.run.save()
        assert Why.SILENT not in reasons(made, manager, 1)


class TestDeadlines:
    def test_what_is_taken_no_more_is_missed(self, made, manager):
        assert states(made, manager) == ["missed", "missed", "missed", "overdue"]
        missed = reasons(made, manager)[Why.MISSED]
        assert (missed["count"], missed["due"][0]) == (3, made.work[0].due_at)

    def test_handed_in_in_time_late_and_not_due(self, made, manager):
        make_hand_in(made.work[0], made.enrolments[0])
        make_hand_in(made.work[1], made.enrolments[0], late_days=3)
        made.work[3].due_at = timezone.now() + timedelta(days=1)
        made.work[3].save()
        assert states(made, manager) == ["handed_in", "late", "missed", "not_due"]
        assert Why.MISSED not in reasons(made, manager)
        assert Why.MISSED in reasons(made, manager, 1)

    def test_more_time_is_hers_alone(self, made, manager):
        for work in made.work[:2]:
            DueExtension.objects.create(
                run_assignment=work,
                enrolment=made.enrolments[0],
                due_at=timezone.now() + timedelta(days=1),
                reason="Ill",
                at=timezone.now(),
            )
        assert sorted(states(made, manager)) == ["missed", "not_due", "not_due", "overdue"]
        assert Why.MISSED not in reasons(made, manager)
        assert Why.MISSED in reasons(made, manager, 1)

    def test_late_work_that_is_always_taken_is_missed_when_it_is_late(self, made, manager):
        GradingScheme.objects.update(late_refuse_after=None)
        made.run.refresh_from_db()
        assert states(made, manager) == ["overdue"] * 4
        assert reasons(made, manager)[Why.MISSED]["count"] == 4

    def test_what_was_over_before_she_came_is_not_hers(self, made, manager):
        late = add_participant(made)
        made.enrolments.append(late)
        assert states(made, manager, 2) == ["missed", "missed", "missed", "overdue"]
        assert reasons(made, manager, 2) == {}

    def test_excused_and_graded_without_a_hand_in_is_not_missed(self, made, manager):
        enter_grade(
            item=item_of(made.work[0]),
            enrolment_id=made.enrolments[0].pk,
            kind="by_hand",
            by=None,
            state="excused",
        )
        grade(made.work[1], made.enrolments[0], Decimal(10))
        assert states(made, manager)[:3] == ["excused", "graded", "missed"]
        assert Why.MISSED not in reasons(made, manager)

    def test_the_work_of_a_team_is_that_of_all_its_members(self, made, manager):
        for work in made.work:
            work.assignment.is_group = True
            work.assignment.save()
        team = Team.objects.create(run=made.run, name="Harbour")
        TeamMember.objects.create(
            run=made.run, team=team, person=made.enrolments[0].learner, joined_at=timezone.now()
        )
        make_hand_in(made.work[0], team=team)
        assert states(made, manager)[:2] == ["handed_in", "missed"]
        assert states(made, manager, 1) == ["no_team"] * 4
        assert Why.MISSED not in reasons(made, manager, 1)

    def test_more_time_for_one_of_a_team_is_more_for_all(self, made, manager):
        made.work[0].assignment.is_group = True
        made.work[0].assignment.save()
        team = Team.objects.create(run=made.run, name="Harbour")
        for enrolment in made.enrolments:
            TeamMember.objects.create(
                run=made.run, team=team, person=enrolment.learner, joined_at=timezone.now()
            )
        later = timezone.now() + timedelta(days=2)
        DueExtension.objects.create(
            run_assignment=made.work[0],
            enrolment=made.enrolments[1],
            due_at=later,
            reason="Ill",
            at=timezone.now(),
        )
        made.enrolments[1].tutorships.all().delete()
        [own] = standings_in_runs([made.run], made.tutors[0])
        assert (own.works[0].due_at, own.works[0].state) == (later, WorkState.NOT_DUE)


class TestScores:
    @pytest.fixture
    def falling(self, made):
        for number, points in enumerate((18, 16, 14, 12)):
            make_hand_in(made.work[number], made.enrolments[0], at=ago(days=40 - number))
            grade(made.work[number], made.enrolments[0], Decimal(points))
        return made

    def test_falling(self, falling, manager):
        found = reasons(falling, manager)[Why.FALLING]
        assert [float(score) for score in found["scores"]] == [90, 80, 70, 60]
        assert found["points"] == 30

    def test_a_grade_that_was_changed_counts_in_its_old_place(self, falling, manager):
        grade(falling.work[0], falling.enrolments[0], Decimal(2))
        assert Why.FALLING not in reasons(falling, manager)
        grade(falling.work[0], falling.enrolments[0], Decimal(19))
        assert reasons(falling, manager)[Why.FALLING]["points"] == 35

    def test_what_was_taken_back_does_not_count(self, falling, manager):
        item = GradeItem.objects.get(run_assignment=falling.work[3])
        enter_grade(
            item=item, enrolment_id=falling.enrolments[0].pk, kind="by_hand", by=None, state="withdrawn"
        )
        assert Why.FALLING not in reasons(falling, manager)
        assert states(falling, manager)[3] == "handed_in"

    def test_released_together_they_count_as_they_were_handed_in(self, made, manager):
        for number, points in reversed(list(enumerate((18, 16, 14, 12)))):
            hand_in = make_hand_in(made.work[number], made.enrolments[0], at=ago(days=40 - number))
            marking = make_marking(made.work[number], made.enrolments[0], hand_in=hand_in)
            grade(made.work[number], made.enrolments[0], Decimal(points), marking=marking)
        assert [float(score) for score in reasons(made, manager)[Why.FALLING]["scores"]] == [90, 80, 70, 60]


class TestSight:
    def test_whom_a_tutor_sees(self, made):
        tutor, other = made.tutors[0], people.tutor(administration="BJ")
        made.run.run_tutors.create(tutor=other)
        assert len(standings_in_runs([made.run], tutor)) == 2
        assert standings_in_runs([made.run], other) == []
        made.enrolments[0].tutorships.update(ended_at=timezone.now())
        tutored_by(made, made.enrolments[0], other)
        assert [item.enrolment for item in standings_in_runs([made.run], other)] == [made.enrolments[0]]
        made.run.run_tutors.filter(tutor=other).delete()
        assert standings_in_runs([made.run], other) == []

    def test_nobody_of_the_own_administration_and_nobody_for_others(self, made):
        learner = made.enrolments[0].learner
        learner.administration = made.tutors[0].administration
        learner.save()
        assert [item.enrolment for item in standings_in_runs([made.run], made.tutors[0])] == [
            made.enrolments[1]
        ]
        for person in (learner, people.author(), people.coordinator(administration="KE")):
            assert standings_in_runs([made.run], person) == []

    def test_marked_blind_a_name_tells_nothing_of_a_work(self, made):
        for number, points in enumerate((18, 16, 14, 12)):
            make_hand_in(made.work[number], made.enrolments[0], late_days=number, at=ago(days=40 - number))
            grade(made.work[number], made.enrolments[0], Decimal(points))
        tutor = made.tutors[0]
        assert states(made, tutor) == ["graded"] * 4
        made.run.scheme.is_blind = True
        made.run.scheme.save()
        item = standing(made, tutor)
        assert item.sight == Sight.BLIND
        assert states(made, tutor) == ["not_shown"] * 4
        assert reasons(made, tutor)[Why.FALLING] == {}
        assert reasons(made, people.manager())[Why.FALLING]["points"] == 30

    @pytest.mark.parametrize(
        ("handed_in", "others", "shown"),
        [
            (1, 0, ["not_shown"]),
            (2, 0, ["not_shown"] * 2),
            (3, 0, ["handed_in"] * 3),
            (1, 3, ["not_shown"] * 4),
            (3, 1, ["not_shown"] * 4),
            (3, 3, ["handed_in"] * 3 + ["missed"] * 3),
        ],
    )
    def test_marked_blind_a_state_is_said_by_name_where_three_share_it(self, handed_in, others, shown):
        made = make_tutored_run(participants=handed_in + others, due_at=ago(days=30), is_blind=True)
        for enrolment in made.enrolments[:handed_in]:
            make_hand_in(made.work[0], enrolment)
        numbers = range(handed_in + others)
        assert [states(made, made.tutors[0], number)[0] for number in numbers] == shown
        [one] = [states(made, people.manager(), number) for number in numbers][:1]
        assert one == ["handed_in"]
        own = standing_of(made.run, made.tutors[0], made.enrolments[0].pk)
        assert [work.state.value for work in own.works] == shown[:1]

    def test_marked_blind_who_missed_deadlines_is_told_and_not_which(self, made):
        made.run.scheme.is_blind = True
        made.run.scheme.save()
        tutor = made.tutors[0]
        assert reasons(made, tutor)[Why.MISSED] == {}
        assert reasons(made, people.manager())[Why.MISSED]["count"] == 3
        item = standing(made, tutor)
        assert "Several deadlines missed" in reasons_said(item)
        text = text_for(item, language="en")
        assert f"Several works in “{made.run.name}” were due" in text
        assert made.work[0].assignment.activity.code.rpartition("/")[2] not in text

    def test_an_administration_sees_its_own_and_no_scores(self, made, manager):
        boss = people.coordinator(administration="KE")
        for number, points in enumerate((18, 16, 14, 12)):
            make_hand_in(made.work[number], made.enrolments[0], late_days=2, at=ago(days=40 - number))
            if number < 3:
                grade(made.work[number], made.enrolments[0], Decimal(points))
        here = boss.administration
        assert tutored_runs_of(here) == [made.run]
        [item] = standings_of_officers(boss, here, [made.run])
        assert item.enrolment == made.enrolments[0]
        assert [work.state.value for work in item.works] == ["graded", "graded", "graded", "handed_in"]
        grade(made.work[3], made.enrolments[0], Decimal(1))
        [item] = standings_of_officers(boss, here, [made.run])
        assert [(why.code, dict(why.facts)) for why in item.reasons if why.code == Why.FALLING] == [
            (Why.FALLING, {})
        ]
        assert standings_of_officers(boss, made.enrolments[1].learner.administration, [made.run]) == []
        assert standings_of_officers(manager, here, [made.run])
        assert standings_of_officers(people.officer(), here, [made.run]) == []


class TestWhoIsAtRisk:
    def test_those_with_a_reason_by_name(self, made, manager):
        for work in made.work:
            make_hand_in(work, made.enrolments[0])
        assert [item.enrolment for item in participants_at_risk(made.run, manager)] == [made.enrolments[1]]

    def test_nobody_who_has_completed_or_whose_run_is_over(self, made, manager):
        make_completion(learner=made.enrolments[0].learner, course=made.course)
        assert [item.enrolment for item in participants_at_risk(made.run, manager)] == [made.enrolments[1]]
        made.run.closes_on = timezone.localdate() - timedelta(days=2)
        assert participants_at_risk(made.run, manager) == []

    def test_as_many_queries_for_sixty_in_two_runs_as_for_one(self, manager):
        def counted(*runs):
            with CaptureQueriesContext(connection) as queries:
                standings_in_runs([item.run for item in runs], manager)
            return len(queries)

        few = make_tutored_run(participants=1, assignments=2)
        make_hand_in(few.work[0], few.enrolments[0])
        counted(few)
        one = counted(few)
        many = make_tutored_run(participants=60, assignments=4)
        for enrolment in many.enrolments:
            make_hand_in(many.work[0], enrolment)
            grade(many.work[0], enrolment, Decimal(10))
        assert counted(few, many) == one <= 7
