"""What of a sheet is not taken, and why; what is newer is never overwritten."""

import io

import pytest

from enrolment.grading import api
from enrolment.grading.api import packs
from enrolment.grading.models import CriterionMark, GradeEntry, Marking, MarkingEdit
from enrolment.grading.pack.stamps import stamp_for
from enrolment.programmes.models import RunTutor
from tests.factories.packs import edited, outcomes, pack_of, sent, taken
from tests.factories.tutoring import (
    add_participant,
    finish,
    make_hand_in,
    make_marking,
    make_rubric,
    version_of,
)

pytestmark = pytest.mark.django_db


def code_of(marking) -> str:
    return marking.submission.code


def changed(tutor, marking, pack=None, **cells) -> bytes:
    """The sheet with these cells of one row; ``level_1`` is that of the first criterion."""

    def edit(sheet):
        for name, text in cells.items():
            part, _line, place = name.partition("_")
            sheet[code_of(marking), f"{part}:criterion-{place}" if place else part] = text

    return edited(pack or pack_of(tutor), edit)


def told(upload, marking) -> tuple:
    return outcomes(upload)[code_of(marking)]


def save(marking, text, piece="feedback"):
    return api.save_piece(
        marking_id=marking.pk,
        by=marking.tutor,
        piece=piece,
        value={"text": text},
        base=version_of(marking),
    )


def test_a_work_of_somebody_else_is_as_unknown_as_none(made, tutor, marking):
    theirs = make_marking(made.work[0], add_participant(made), tutor=made.tutors[1])
    content = f"code,feedback\n{code_of(theirs)},a\nBCDF-GHJK,b\n,c\n<script>,d\n".encode()
    upload = sent(tutor, content, "m.csv")
    rows = list(upload.rows.values_list("outcome", "reasons"))
    assert rows == [
        ("refused", ["unknown"]),
        ("refused", ["unknown"]),
        ("refused", ["no_code"]),
        ("refused", ["unknown"]),
    ]


@pytest.mark.parametrize("lost", ["handed over", "no tutor of the run", "own administration"])
def test_what_is_hers_no_more(made, tutor, marking, lost):
    content = changed(tutor, marking, feedback="Mine")
    planned = sent(tutor, content)
    if lost == "handed over":
        api.hand_over(marking_id=marking.pk, to=made.tutors[1], by=tutor)
    elif lost == "no tutor of the run":
        RunTutor.objects.filter(tutor=tutor).delete()
    else:
        type(tutor).objects.filter(pk=tutor.pk).update(
            administration=made.enrolments[0].learner.administration
        )
        tutor.refresh_from_db()
    # Unassigned between the dry run and the confirmation: nothing changes.
    upload = packs.confirm_and_run(upload=planned, digest=planned.plan_digest)
    assert told(upload, marking) == ("refused", ["not_yours"], {"feedback": "with_row"})
    assert Marking.objects.get(pk=marking.pk).feedback == ""
    again = packs.take_in(owner=tutor, file=io.BytesIO(content + b" "), name="marks.xlsx")
    assert told(again, marking)[:2] == ("refused", ["not_yours"])


def test_changed_on_the_page_before_the_plan(tutor, marking):
    content = changed(tutor, marking, feedback="Of the sheet", note="Of the sheet")
    save(marking, "Of the page")
    upload = sent(tutor, content)
    outcome = ("partly", [], {"feedback": "changed_meanwhile", "note": ""})
    assert told(upload, marking) == outcome
    change = next(one for one in upload.rows.get(code=code_of(marking)).changes if one["why"])
    assert (change["now"], change["new"]) == ({"text": "Of the page"}, {"text": "Of the sheet"})
    upload = packs.confirm_and_run(upload=upload, digest=upload.plan_digest)
    assert told(upload, marking) == outcome
    found = Marking.objects.get(pk=marking.pk)
    assert (found.feedback, found.note) == ("Of the page", "Of the sheet")
    # Hers is not lost: it waits beside the other one, on the page of the work.
    waiting = api.sheet_of(tutor, marking.pk).waiting["feedback"]
    assert [edit.value for edit in waiting] == [{"text": "Of the sheet"}]


def test_changed_on_the_page_after_the_plan(tutor, marking):
    upload = sent(tutor, changed(tutor, marking, feedback="Of the sheet", level_1="full", level_2="full"))
    save(marking, "Of the page")
    upload = packs.confirm_and_run(upload=upload, digest=upload.plan_digest)
    assert told(upload, marking)[0] == "partly"
    assert Marking.objects.get(pk=marking.pk).feedback == "Of the page"
    assert CriterionMark.objects.count() == 2


def test_it_is_not_finished_as_it_was_not_looked_at(tutor, marking):
    content = changed(tutor, marking, level_1="full", level_2="full", finished="yes")
    upload = sent(tutor, content)
    save(marking, "Of the page", "note")
    upload = packs.confirm_and_run(upload=upload, digest=upload.plan_digest)
    assert told(upload, marking)[:2] == ("partly", ["changed_since"])
    assert not Marking.objects.get(pk=marking.pk).is_finished


@pytest.mark.parametrize("is_released", [False, True])
def test_what_is_finished_or_released_is_not_touched(made, tutor, marking, is_released):
    content = changed(tutor, marking, level_1="missing", level_2="missing", finished="yes")
    finish(marking, "partly")
    if is_released:
        made.scheme.tutors_release = True
        made.scheme.save()
        assert api.release_grades(submission_ids=[marking.submission_id], by=tutor).done
    upload = taken(tutor, content)
    assert told(upload, marking)[:2] == ("refused", ["released" if is_released else "finished"])
    assert set(CriterionMark.objects.values_list("level__code", flat=True)) == {"partly"}
    assert GradeEntry.objects.count() == is_released


def test_finished_on_the_page_after_the_plan(tutor, marking):
    upload = sent(tutor, changed(tutor, marking, level_1="missing", level_2="missing"))
    finish(marking)
    upload = packs.confirm_and_run(upload=upload, digest=upload.plan_digest)
    assert told(upload, marking)[:2] == ("refused", ["finished"])
    assert set(CriterionMark.objects.values_list("level__code", flat=True)) == {"full"}


def test_a_newer_version_was_handed_in(made, tutor, marking):
    hand_in = make_hand_in(made.work[0], made.enrolments[0], text="<p>Better</p>")
    content = changed(tutor, marking, feedback="Of the first one")
    api.receive_work(hand_in_id=hand_in.pk)
    upload = taken(tutor, content)
    assert told(upload, marking)[:2] == ("refused", ["handed_in_anew"])
    assert Marking.objects.get(pk=marking.pk).feedback == ""


def test_another_version_of_the_rubric(made, tutor, marking):
    content = changed(tutor, marking, level_1="full")
    rubric = make_rubric(made.work[0].assignment, version=2)
    Marking.objects.filter(pk=marking.pk).update(rubric=rubric)
    assert told(taken(tutor, content), marking)[:2] == ("refused", ["another_rubric"])
    by_hand = f"code,level:criterion-9\n{code_of(marking)},full\n".encode()
    assert told(taken(tutor, by_hand, "m.csv"), marking)[:2] == ("refused", ["another_rubric"])
    assert not CriterionMark.objects.exists()


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"level_1": "Splendid"}, "level"),
        ({"level_1": "1"}, "level"),
        ({"feedback": "x" * 20_001}, "too_long"),
        ({"comment_1": "x" * 4_001}, "too_long"),
    ],
)
def test_a_cell_that_cannot_be_kept(tutor, marking, cells, why):
    upload = taken(tutor, changed(tutor, marking, note="Sound", finished="yes", **cells))
    outcome, reasons, pieces = told(upload, marking)
    assert (outcome, reasons) == ("partly", ["not_finished"])
    assert sorted(pieces.values()) == sorted(["", why])
    assert Marking.objects.get(pk=marking.pk).note == "Sound"


def test_the_id_of_a_level_is_no_level(tutor, marking):
    level = marking.rubric.criteria.first().levels.first()
    upload = taken(tutor, changed(tutor, marking, level_1=f"0{level.pk}"))
    assert list(told(upload, marking)[2].values()) == ["level"]


@pytest.mark.parametrize("points", ["10.25", "7.3", "-1", "1e3", "seven", "2026-05-01", "9" * 400, "50%"])
def test_points_out_of_range(made, tutor, points):
    make_rubric(made.work[0].assignment, kind="guide", version=2)
    marking = make_marking(made.work[0], made.enrolments[0])
    upload = taken(tutor, changed(tutor, marking, points_1=points))
    assert list(told(upload, marking)[2].values()) == ["points"]
    assert not CriterionMark.objects.exists()


def test_finished_with_something_missing(tutor, marking):
    upload = taken(tutor, changed(tutor, marking, level_1="full", finished="yes"))
    assert told(upload, marking)[:2] == ("partly", ["incomplete:Criterion 2"])
    assert not Marking.objects.get(pk=marking.pk).is_finished
    upload = taken(tutor, changed(tutor, marking, finished="maybe"))
    assert told(upload, marking)[:2] == ("refused", ["finished_word:maybe"])


def test_two_rows_with_one_code(tutor, marking, markings):
    def edit(sheet):
        sheet[code_of(marking), "feedback"] = "One"
        row = [cell.value for cell in sheet.sheet[sheet.row(code_of(marking))]]
        row[sheet.places["feedback"] - 1] = "Two"
        sheet.sheet.append(row)

    upload = taken(tutor, edited(pack_of(tutor), edit))
    rows = upload.rows.filter(code=code_of(marking))
    assert {row.outcome for row in rows} == {"refused"}
    assert all(row.reasons[0].startswith("twice:") for row in rows)
    assert Marking.objects.get(pk=marking.pk).feedback == ""


def test_rows_mixed_up_by_sorting_one_column(tutor, markings):
    def edit(sheet):
        one, two = (sheet.row(code_of(marking)) for marking in markings[:2])
        cells = [sheet.sheet.cell(row, sheet.places["code"]) for row in (one, two)]
        cells[0].value, cells[1].value = cells[1].value, cells[0].value
        sheet[code_of(markings[0]), "feedback"] = "For somebody else"

    upload = taken(tutor, edited(pack_of(tutor), edit))
    assert {told(upload, marking)[1][0] for marking in markings[:2]} == {"mixed_up"}
    assert not MarkingEdit.objects.exists()


def test_a_forged_stamp_changes_nothing_that_is_not_hers(made, tutor, marking):
    theirs = make_marking(made.work[0], add_participant(made), tutor=made.tutors[1])
    stamp = stamp_for(theirs.pk, 0, 1)
    upload = taken(tutor, f"code,feedback,stamp\n{code_of(theirs)},a,{stamp}\n".encode(), "m.csv")
    assert told(upload, theirs)[:2] == ("refused", ["unknown"])
