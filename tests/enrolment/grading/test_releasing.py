"""Release: a step of its own, once, with one letter; afterwards only with a reason. Killed, it goes on."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clikc.jobs import running
from clikc.jobs.models import Job
from clikc.people import api as people_api
from clikc.people.models import AuditEntry
from clikc.post.api import deliver_due
from clikc.post.models import Letter
from enrolment.assessment.models import Submission
from enrolment.grading import api
from enrolment.grading.models import GradeEntry, Marking
from enrolment.programmes.models import Team, TeamMember
from enrolment.progress.models import ActivityProgress
from tests.factories import people
from tests.factories.tutoring import (
    finish,
    make_hand_in,
    make_marking,
    make_rubric,
    make_tutored_run,
    mark_all,
    version_of,
)
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 50, "honours_percent": 100}


@pytest.fixture
def manager(db):
    return people.manager(administration="UG")


def run_with(participants=1, tutors=2, **scheme):
    return make_tutored_run(participants=participants, tutors=tutors, **ONCE | scheme)


def finished(made, place=0, level="partly", **facts) -> Marking:
    hand_in = make_hand_in(made.work[0], made.enrolments[place], **facts)
    marking = make_marking(made.work[0], made.enrolments[place], hand_in=hand_in)
    return finish(marking, level)


def release(marking, by) -> str:
    """Why it was refused; "" where it is released."""
    return api.release_grades(submission_ids=[marking.submission_id], by=by).refused.get(
        marking.submission_id, ""
    )


def test_a_grade_is_entered_told_and_followed(manager):
    made = run_with()
    marking = finished(made)
    assert release(marking, manager) == ""
    entry = GradeEntry.objects.get()
    assert (entry.kind, entry.points, entry.raw, entry.reasons) == ("marked", 12, 12, [])
    assert (entry.by, entry.role, entry.marking, entry.attempt) == (manager, "programme_manager", marking, 1)
    work = Submission.objects.get()
    assert work.resubmit_until - entry.at < timedelta(days=7, seconds=10)
    activity = made.work[0].assignment.activity
    assert ActivityProgress.objects.get(activity=activity).completed_at is not None
    deliver_due()
    [letter] = mail.outbox
    assert letter.to == [made.enrolments[0].learner.email]
    assert "12" not in letter.body.replace(str(timezone.now().year), "").split("http")[0].split("until")[0]
    assert marking.tutor.printed_name not in letter.body
    assert f"/work/{made.work[0].pk}/feedback/" in letter.body


def test_released_twice_is_released_once(manager):
    made = run_with()
    marking = finished(made)
    for by in (manager, marking.tutor, manager):
        assert api.release_grades(submission_ids=[marking.submission_id] * 2, by=by).done == (
            marking.submission_id,
        )
    assert GradeEntry.objects.count() == Letter.objects.filter(kind="grade-released").count() == 1


@pytest.mark.parametrize(
    ("level", "late", "scheme", "points", "reasons"),
    [
        ("full", 0, {}, "20", []),
        ("full", 10, {}, "18", ["late"]),
        ("partly", 100, {}, "0", ["late"]),
        ("missing", 10, {}, "0", []),
        ("partly", "7.5", {"decimals": 0}, "11", ["late"]),
        ("partly", "7.5", {"decimals": 2}, "11.10", ["late"]),
    ],
)
def test_what_late_work_keeps(manager, level, late, scheme, points, reasons):
    made = run_with(**{"honours_percent": 101 - 1} | scheme)
    marking = finished(made, level=level, late_days=1, late_percent=Decimal(late))
    if level == "full":
        second = Marking.objects.get(role="second")
        finish(second)
    assert release(marking, manager) == ""
    entry = GradeEntry.objects.get()
    assert (entry.points, [item["code"] for item in entry.reasons]) == (Decimal(points), reasons)


@pytest.mark.parametrize(
    ("first", "again", "points", "reasons"),
    [
        ("missing", "full", "14", ["resubmitted"]),
        ("missing", "partly", "12", []),
        ("partly", "full", "14", ["resubmitted"]),
        ("partly", "missing", "12", ["earlier_better"]),
    ],
)
def test_trying_again(manager, first, again, points, reasons):
    made = run_with(honours_percent=100, border_percent=0, resubmission_cap=70)
    release(finished(made, level=first), manager)
    work = Submission.objects.get()
    assert work.resubmit_until is not None
    later = finished(made, level=again, attempt=2)
    for second in Marking.objects.filter(role="second", finished_at=None):
        finish(second, again)
    assert release(later, manager) == ""
    entry = GradeEntry.objects.latest("number")
    assert (entry.number, entry.attempt, entry.points) == (2, 2, Decimal(points))
    assert [item["code"] for item in entry.reasons] == reasons
    before = work.resubmit_until
    work.refresh_from_db()
    assert work.resubmit_until == before


def test_nobody_is_asked_to_try_again_for_nothing(manager):
    made = run_with(resubmission_cap=60)
    release(finished(made), manager)
    assert Submission.objects.get().resubmit_until is None


def test_a_newer_rubric_with_other_points(manager):
    made = run_with(participants=2)
    release(finished(made), manager)
    make_rubric(made.work[0].assignment, criteria=4, version=2)
    other = finished(made, place=1)
    assert other.points == 24
    release(other, manager)
    entry = GradeEntry.objects.get(submission=other.submission)
    assert (entry.points, entry.item.most) == (12, 20)


def team_work(made, places=(0, 1)):
    team = Team.objects.create(run=made.run, name="Team")
    for place in places:
        learner = made.enrolments[place].learner
        TeamMember.objects.create(run=made.run, team=team, person=learner, joined_at="2020-01-01T00:00Z")
    hand_in = make_hand_in(made.work[0], team=team)
    return team, make_marking(made.work[0], hand_in=hand_in, tutor=made.tutors[0])


def test_everybody_of_the_team_that_handed_in(manager):
    made = run_with(participants=4)
    team, marking = team_work(made, (0, 1, 2))
    left = TeamMember.objects.get(person=made.enrolments[2].learner)
    left.left_at = marking.hand_in.at - timedelta(days=1)
    left.save()
    late = made.enrolments[3].learner
    TeamMember.objects.create(run=made.run, team=team, person=late, joined_at=timezone.now())
    finish(marking, "partly")
    release(marking, manager)
    graded = set(GradeEntry.objects.values_list("enrolment", flat=True))
    assert graded == {made.enrolments[0].pk, made.enrolments[1].pk}
    assert Letter.objects.filter(kind="grade-released").count() == 2
    assert api.released_work_of(marking.submission, enrolment_id=made.enrolments[0].pk).points == 12
    assert api.released_work_of(marking.submission, enrolment_id=made.enrolments[3].pk) is None


# --- who may, and when --------------------------------------------------------------------------


def test_what_is_not_finished(manager):
    made = run_with(participants=3, sample_percent=100, tolerance_percent=0)
    begun, second, disputed = (make_marking(made.work[0], item) for item in made.enrolments)
    mark_all(begun)
    finish(second, "partly")
    finish(disputed, "partly")
    finish(Marking.objects.get(submission=disputed.submission, role="second"), "missing")
    done = api.release_grades(
        submission_ids=[begun.submission_id, second.submission_id, disputed.submission_id], by=manager
    )
    assert list(done.refused.values()) == ["not_finished", "second_waiting", "disputed"]
    assert not GradeEntry.objects.exists()


@pytest.mark.parametrize(
    ("who", "tutors_release", "why"),
    [
        ("tutor", True, ""),
        ("tutor", False, "not_yours"),
        ("colleague", True, "unknown"),
        ("second", True, "not_yours"),
        ("coordinator", True, "unknown"),
        ("learner", True, "unknown"),
        ("manager", False, ""),
        ("admin", False, ""),
    ],
)
def test_who_releases(who, tutors_release, why):
    made = run_with(tutors=3, sample_percent=100, tutors_release=tutors_release)
    marking = finished(made)
    second = Marking.objects.get(role="second")
    finish(second, "partly")
    [colleague] = set(made.tutors) - {marking.tutor, second.tutor}
    by = {
        "tutor": marking.tutor,
        "second": second.tutor,
        "colleague": colleague,
        "coordinator": people.coordinator(administration=made.enrolments[0].learner.administration.code),
        "learner": made.enrolments[0].learner,
        "manager": people.manager(),
        "admin": people.admin(),
    }[who]
    assert api.why_not_release(submission_id=marking.submission_id, by=by) == why
    assert release(marking, by) == why
    assert GradeEntry.objects.exists() == (not why)


@pytest.mark.parametrize("pk", ["x", "0" * 300, "00000000-0000-0000-0000-000000000000"])
def test_unknown_works(manager, pk):
    assert api.release_grades(submission_ids=[pk], by=manager).refused == {pk: "unknown"}


def test_who_is_in_no_course_gets_no_grade(manager):
    made = run_with(participants=2)
    _team, marking = team_work(made)
    TeamMember.objects.update(joined_at=timezone.now() + timedelta(days=1))
    finish(marking, "partly")
    assert release(marking, manager) == "no_participant"


@pytest.mark.django_db(transaction=True)
def test_released_by_many_at_once(manager):
    made = run_with(participants=3)
    markings = [finished(made, place) for place in range(3)]
    ids = [marking.submission_id for marking in markings]
    done = at_once(lambda by: api.release_grades(submission_ids=ids, by=by), [manager] * 6)
    assert all(item.refused == {} for item in done)
    assert GradeEntry.objects.count() == 3
    assert Letter.objects.filter(kind="grade-released").count() == 3


@pytest.mark.django_db(transaction=True)
def test_opened_again_and_released_at_once(manager):
    """Either it is opened first and not released, or released and not opened."""
    for _again in range(3):
        made = run_with()
        marking = finished(made)

        def act(what, marking=marking):
            if what == "release":
                return release(marking, manager)
            try:
                api.reopen_marking(marking_id=marking.pk, by=marking.tutor)
            except api.MarkingRefused as refused:
                return refused.reason
            return "opened"

        told = at_once(act, ["release", "open"])
        assert told in (["", "released"], ["not_finished", "opened"])
        is_released = GradeEntry.objects.filter(submission=marking.submission_id).exists()
        assert is_released == (told[0] == "")


# --- many, in the background --------------------------------------------------------------------


def test_a_job_releases_what_can_be(manager):
    made = run_with(participants=3)
    done, open_one = finished(made), make_marking(made.work[0], made.enrolments[1])
    elsewhere = finished(run_with())
    ids = [done.submission_id, open_one.submission_id, elsewhere.submission_id]
    job = api.start_release(run=made.run, submission_ids=ids, by=manager)
    assert api.start_release(run=made.run, submission_ids=reversed(ids), by=manager) == job
    running.run(job.pk)
    job.refresh_from_db()
    refused = {str(open_one.submission_id): "not_finished", str(elsewhere.submission_id): "unknown"}
    assert job.result == {"released": 1, "refused": refused}


def test_who_may_no_longer_when_its_turn_comes(manager):
    made = run_with()
    marking = finished(made)
    job = api.start_release(run=made.run, submission_ids=[marking.submission_id], by=manager)
    people_api.withdraw_role(grant=manager.role_grants.get(), by=None)
    running.run(job.pk)
    assert not GradeEntry.objects.exists()
    assert Job.objects.get().result["released"] == 0


RUN = """
import os, sys, django
django.setup()
from clikc.jobs import running
from enrolment.grading import release_job, releasing

told, tell = [], releasing.tell_released
def killed(entry, learner):
    tell(entry, learner)
    told.append(entry)
    if len(told) == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
releasing.tell_released = killed
running.run(sys.argv[1])
"""


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_it_goes_on_without_a_second_mail(manager, settings, tmp_path):
    # The queue waits for a worker: here it is a process of its own, which sends its mail into a folder.
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": settings.QUEUES}}
    made = run_with(participants=5)
    ids = [finished(made, place).submission_id for place in range(5)]
    job = api.start_release(run=made.run, submission_ids=ids, by=manager)
    for at in (2, 2):
        assert in_a_process(job, at, tmp_path) == -9
        Job.objects.update(state=Job.State.WAITING, run_after=timezone.now())
    # The grade at which it was killed is neither entered nor told.
    assert GradeEntry.objects.count() == len(receivers(tmp_path)) == 2
    assert in_a_process(job, 99, tmp_path) == 0
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.DONE, {"released": 5, "refused": {}})
    assert GradeEntry.objects.count() == 5
    assert receivers(tmp_path) == sorted(item.learner.email for item in made.enrolments)
    deliver_due()
    assert mail.outbox == []


def receivers(folder) -> list[str]:
    """To whom the processes have sent mail."""
    letters = "\n".join(path.read_text() for path in folder.iterdir())
    return sorted(re.findall(r"^To: (\S+)$", letters, re.MULTILINE))


def in_a_process(job, at: int, folder) -> int:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.support.mailing.settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_MAIL": str(folder),
        "KILLED_AT": "",
    }
    command = [sys.executable, "-c", RUN, str(job.pk), str(at)]
    return subprocess.run(command, cwd=site.BASE_DIR, env=environment, check=False).returncode  # noqa: S603


# --- afterwards, with a reason ------------------------------------------------------------------


def change(entry, by, points="15", reason="Counted wrongly", seen=1):
    """Override the grade that an entry is of; without points it is taken back."""
    facts = {
        "run": entry.item.category.run,
        "column": f"a{entry.item.run_assignment_id}",
        "enrolment_id": entry.enrolment_id,
        "reason": reason,
        "by": by,
        "seen": seen,
    }
    return api.take_back(**facts) if points is None else api.override_grade(points=Decimal(points), **facts)


def refusal(*given, **facts) -> str:
    with pytest.raises(api.GradeRefused) as refused:
        change(*given, **facts)
    return refused.value.reason


def test_a_grade_is_changed_and_the_history_stays(manager):
    made = run_with()
    marking = finished(made)
    release(marking, manager)
    first = GradeEntry.objects.get()
    other = people.manager()
    changed = change(first, other)
    assert change(first, other) == changed
    assert (changed.number, changed.kind, changed.points, changed.by) == (2, "override", 15, other)
    shown = api.released_work_of(marking.submission)
    assert shown.points == 15
    assert [(line.points, line.reason) for line in shown.history] == [(12, ""), (15, "Counted wrongly")]
    assert AuditEntry.objects.get(what="grade_overridden").person == made.enrolments[0].learner
    deliver_due()
    assert len(mail.outbox) == 2
    back = change(changed, manager, points=None, reason="Counted rightly", seen=2)
    assert (back.number, back.kind, back.state, back.points) == (4, "changed", "graded", 12)
    taken = change(back, manager, points=None, reason="Not her own work", seen=4)
    assert (taken.state, taken.points) == ("withdrawn", None)
    assert api.released_work_of(marking.submission).percent is None


def test_who_changes_nothing(manager):
    made = run_with(participants=2)
    marking = finished(made)
    release(marking, manager)
    entry = GradeEntry.objects.get()
    learner = made.enrolments[0].learner
    assert refusal(entry, marking.tutor) == "released"
    assert refusal(entry, learner) == "unknown"
    assert refusal(entry, made.enrolments[1].learner) == "unknown"
    assert refusal(entry, people.coordinator()) == "unknown"
    people.give_role(learner, "programme_manager")
    assert refusal(entry, type(learner).objects.get(pk=learner.pk)) == "own"
    for wrong in ({"reason": "  "}, {"reason": "x" * 1001}):
        assert refusal(entry, manager, **wrong) == "reason"
    for points in ("-1", "20.01", "NaN", "Infinity", "1e30", "1.005"):
        assert refusal(entry, manager, points=points) == "points"
    assert refusal(entry, manager, seen=0) == "changed_meanwhile"
    assert GradeEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_change_a_grade_at_once(manager):
    made = run_with()
    release(finished(made), manager)
    entry = GradeEntry.objects.get()

    def act(points):
        try:
            return change(entry, manager, points=points).points
        except api.GradeRefused as refused:
            return refused.reason

    told = at_once(act, ["13", "14", "15", "16"])
    assert told.count("changed_meanwhile") == 3
    assert GradeEntry.objects.count() == 2


# --- what the participant sees ------------------------------------------------------------------


def test_nothing_before_its_release(manager):
    marking = finished(run_with())
    assert api.released_work_of(marking.submission) is None


def test_feedback_levels_and_why(manager):
    made = run_with(sample_percent=100, tolerance_percent=0)
    made.scheme.moderator = people.tutor(administration="BJ")
    made.scheme.save()
    marking = make_marking(made.work[0], made.enrolments[0])
    said = {"first": "Well argued.", "second": "SECRET SECOND", "moderation": "I agree with the first."}
    for role in ("first", "second", "moderation"):
        one = Marking.objects.get(role=role)
        for piece in ("feedback", "note"):
            text = said[role] if piece == "feedback" else "SECRET NOTE"
            api.save_piece(
                marking_id=one.pk,
                by=one.tutor,
                piece=piece,
                value={"text": text},
                base=version_of(one),
            )
        finish(one, {"first": "full", "second": "missing", "moderation": "partly"}[role])
    release(marking, manager)
    shown = api.released_work_of(marking.submission)
    assert (shown.points, shown.agreement, shown.is_passed) == (12, "moderated", True)
    assert shown.feedback == ("Well argued.", "I agree with the first.")
    assert [(item.level.code, item.points) for item in shown.criteria] == [("partly", 6), ("partly", 6)]
    assert [level.code for level in shown.criteria[0].levels] == ["full", "partly", "missing"]
    everything = repr(shown)
    tutors = [one.tutor for one in Marking.objects.all()]
    for secret in ("SECRET", *(tutor.printed_name for tutor in tutors)):
        assert secret not in everything
    assert not hasattr(shown.history[0], "by")


def test_the_attempt_before_stays_to_be_read(manager):
    made = run_with()
    release(finished(made, level="missing"), manager)
    later = finished(made, attempt=2)
    shown = api.released_work_of(later.submission)
    assert (shown.attempt, shown.attempts, shown.points) == (1, (1,), 0)
    release(later, manager)
    assert api.released_work_of(later.submission).attempt == 2
    before = api.released_work_of(later.submission, attempt=1)
    assert (before.attempt, before.attempts, before.criteria[0].level.code) == (1, (1, 2), "missing")


@pytest.mark.parametrize("verb", ["released_work_of", "standings_of"])
def test_asked_with_the_same_queries(manager, verb):
    counted = []
    for number in (1, 50):
        made = run_with(participants=1 if verb == "released_work_of" else number)
        markings = [finished(made, place) for place in range(len(made.enrolments))]
        if verb == "released_work_of":
            for place in range(number):
                api.reopen_marking(marking_id=markings[0].pk, by=manager)
                value = {"comment": f"No. {place}", "start": 0, "end": 1}
                save_annotation(markings[0], value)
                finish(markings[0], "partly")
        api.release_grades(submission_ids=[item.submission_id for item in markings], by=manager)
        work = Submission.objects.select_related("run_assignment__run__scheme")
        found = work.get(pk=markings[0].submission_id)
        with CaptureQueriesContext(connection) as queries:
            if verb == "released_work_of":
                assert len(api.released_work_of(found).annotations) == number
            else:
                assert len(api.standings_of([item.submission_id for item in markings])) == number
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12


def save_annotation(marking, value):
    api.save_piece(
        marking_id=marking.pk,
        by=marking.tutor,
        piece=f"annotation:{uuid4()}",
        value=value,
        base=version_of(marking),
    )
