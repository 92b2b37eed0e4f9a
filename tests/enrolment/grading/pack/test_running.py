"""Doing what was agreed: once, whoever confirms twice, whatever is killed, and then forgotten."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clikc.jobs.api import Running
from clikc.jobs.models import Job
from enrolment.grading.api import packs
from enrolment.grading.models import Marking, MarkingEdit, PackRow, PackUpload
from enrolment.grading.pack import jobs, running
from enrolment.grading.pack.pruning import prune_uploads
from tests.factories.packs import edited, pack_of, sent
from tests.factories.tutoring import add_participant, make_marking
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db


def feedback_for(tutor, markings) -> bytes:
    def edit(sheet):
        for marking in markings:
            for column, text in (
                ("feedback", "Read it all."),
                ("note", "Seen"),
                ("level:criterion-1", "full"),
            ):
                sheet[marking.submission.code, column] = text

    return edited(pack_of(tutor), edit)


def saved() -> list[str]:
    return sorted(Marking.objects.values_list("feedback", flat=True))


def test_confirmed_twice_is_done_once(tutor, markings):
    upload = sent(tutor, feedback_for(tutor, markings))
    for _time in range(2):
        upload = packs.confirm_and_run(upload=upload, digest=upload.plan_digest)
    assert (upload.state, upload.counts) == ("done", {"taken": 3})
    assert MarkingEdit.objects.count() == 9


@pytest.mark.parametrize("killed_at", range(9))
def test_killed_anywhere_it_goes_on(tutor, markings, monkeypatch, killed_at):
    """Whole rows are done or none of them; confirmed again it does the rest, and nothing twice."""
    upload = sent(tutor, feedback_for(tutor, markings))
    saves, real = [], running.save_piece

    def save_piece(**given):
        saves.append(given)
        if len(saves) == killed_at + 1:
            raise KeyboardInterrupt
        return real(**given)

    monkeypatch.setattr(running, "save_piece", save_piece)
    with pytest.raises(KeyboardInterrupt):
        packs.confirm_and_run(upload=upload, digest=upload.plan_digest)
    assert MarkingEdit.objects.count() == killed_at // 3 * 3
    assert PackRow.objects.filter(done_at__isnull=False).count() == killed_at // 3
    monkeypatch.undo()
    upload = packs.confirm_and_run(upload=upload, digest=upload.plan_digest)
    assert (upload.state, upload.counts, saved()) == ("done", {"taken": 3}, ["Read it all."] * 3)
    assert MarkingEdit.objects.count() == 9


def test_what_was_saved_of_a_row_by_hand_meanwhile_is_no_conflict(tutor, markings):
    """The same word on the page and in the sheet is one word."""
    upload = sent(tutor, feedback_for(tutor, markings))
    marking = markings[0]
    given = {"piece": "feedback", "value": {"text": "Read it all."}, "base": 0}
    running.save_piece(marking_id=marking.pk, by=tutor, **given)
    upload = packs.confirm_and_run(upload=upload, digest=upload.plan_digest)
    assert upload.counts == {"taken": 3}
    assert MarkingEdit.objects.count() == 9


def test_many_rows_are_taken_by_a_job(tutor, markings, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(jobs, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(Running, "_outside", staticmethod(lambda write: write()))
    upload = sent(tutor, feedback_for(tutor, markings))
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            packs.confirm_and_run(upload=upload, digest=upload.plan_digest)
    job = Job.objects.get()
    assert (job.kind, job.state, job.done, job.result) == (packs.IMPORT, "done", 3, {"taken": 3})
    upload.refresh_from_db()
    assert (upload.state, upload.job_id, saved()) == ("done", job.pk, ["Read it all."] * 3)


def test_a_job_of_somebody_who_may_no_more_changes_nothing(
    tutor, markings, monkeypatch, django_capture_on_commit_callbacks
):
    """Her role was withdrawn between the confirmation and the worker's turn."""
    monkeypatch.setattr(jobs, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(Running, "_outside", staticmethod(lambda write: write()))
    upload = sent(tutor, feedback_for(tutor, markings))
    with django_capture_on_commit_callbacks(execute=True):
        packs.confirm_and_run(upload=upload, digest=upload.plan_digest)
        tutor.role_grants.update(ended_at=timezone.now())
    upload.refresh_from_db()
    assert (upload.counts, saved()) == ({"refused": 3}, [""] * 3)
    assert not MarkingEdit.objects.exists()


def test_the_same_file_again_is_taken_up_where_it_stands(tutor, markings):
    content = feedback_for(tutor, markings)
    first, second = sent(tutor, content), sent(tutor, content)
    assert first.pk == second.pk
    packs.confirm_and_run(upload=first, digest=second.plan_digest)
    third = sent(tutor, content)
    assert third.pk != first.pk
    assert third.counts == {"unchanged": 3}


def test_a_plan_made_anew_is_confirmed_anew(tutor, markings):
    upload = sent(tutor, feedback_for(tutor, markings))
    seen = upload.plan_digest
    given = {"piece": "feedback", "value": {"text": "Other"}, "base": 0}
    running.save_piece(marking_id=markings[0].pk, by=tutor, **given)
    upload = packs.look_again(upload=upload)
    assert upload.counts == {"taken": 2, "partly": 1}
    with pytest.raises(packs.PlanChanged):
        packs.confirm_and_run(upload=upload, digest=seen)
    assert saved() == ["", "", "Other"]


@pytest.mark.django_db(transaction=True)
def test_confirmed_by_two_pages_at_once(tutor, markings):
    upload = sent(tutor, feedback_for(tutor, markings))

    def confirm(_number):
        own = PackUpload.objects.get(pk=upload.pk)
        return packs.confirm_and_run(upload=own, digest=upload.plan_digest).state

    assert at_once(confirm, [1, 2])
    assert PackUpload.objects.get().counts == {"taken": 3}
    assert MarkingEdit.objects.count() == 9


def test_what_came_back_is_forgotten(tutor, markings):
    upload = sent(tutor, feedback_for(tutor, markings))
    assert default_storage.exists(upload.file.name)
    assert prune_uploads() == 0
    PackUpload.objects.update(made_at=timezone.now() - timedelta(days=packs.KEPT_DAYS, hours=1))
    assert prune_uploads() == 1
    assert not default_storage.exists(upload.file.name)
    assert not PackRow.objects.exists()


def test_the_plan_costs_the_same_for_one_row_and_for_fifty(made, tutor, marking):
    def cost_of(markings) -> int:
        rows = [f"{one.submission.code},Fine,full" for one in markings]
        table = "\n".join(["code,feedback,level:criterion-1", *rows])
        upload = sent(tutor, table.encode(), "m.csv")
        with CaptureQueriesContext(connection) as asked:
            assert packs.look_again(upload=upload).counts == {"taken": len(markings)}
        return len(asked)

    first = cost_of([marking])
    more = [make_marking(made.work[0], add_participant(made), tutor=tutor) for _row in range(49)]
    assert cost_of([marking, *more]) == first <= 20
