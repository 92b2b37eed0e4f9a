"""Taken along, marked, brought back: the same marks as typed on the page."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from enrolment.grading import api
from enrolment.grading.models import CriterionMark, Marking, MarkingEdit
from enrolment.grading.pack.vocabulary import KEPT
from enrolment.programmes.models import RunAssignment
from tests.factories.packs import edited, names_in, outcomes, pack_of, read_in, sent, sheet_in, taken
from tests.factories.tutoring import make_assignment, make_marking, make_rubric, version_of

pytestmark = pytest.mark.django_db


def code_of(marking) -> str:
    return marking.submission.code


def save(marking, piece="feedback", value=None):
    given = {"text": value} if isinstance(value, str) else value
    return api.save_piece(
        marking_id=marking.pk, by=marking.tutor, piece=piece, value=given, base=version_of(marking)
    )


def state_of(marking) -> tuple:
    found = Marking.objects.get(pk=marking.pk)
    marks = [(mark.criterion.code, mark.level_id, mark.points, mark.comment) for mark in found.marks.all()]
    return found.feedback, found.note, found.points, found.is_finished, sorted(marks)


def criteria(marking) -> list:
    return list(marking.rubric.criteria.all())


def typed_on_the_page(marking):
    first, second = criteria(marking)
    for criterion, code, comment in ((first, "full", "=Good"), (second, "partly", "")):
        value = {"level": criterion.levels.get(code=code).pk, "points": None, "comment": comment}
        save(marking, f"criterion:{criterion.pk}", value)
    save(marking, "feedback", "Well\nreasoned.")
    save(marking, "note", "@me")
    api.finish_marking(marking_id=marking.pk, by=marking.tutor, base=version_of(marking))


def in_the_sheet(marking):
    def edit(sheet):
        code = code_of(marking)
        for column, text in {
            "level:criterion-1": "Full (10)",
            "comment:criterion-1": "'=Good",
            "level:criterion-2": "Partly (6)",
            "feedback": "Well\nreasoned.",
            "note": "'@me",
            "finished": "yes",
        }.items():
            sheet[code, column] = text

    return edit


def test_the_same_marks_as_typed_on_the_page(tutor, markings):
    by_page, by_sheet, untouched = markings
    pack = pack_of(tutor)
    typed_on_the_page(by_page)
    upload = taken(tutor, edited(pack, in_the_sheet(by_sheet)))
    assert (upload.state, upload.counts) == ("done", {"taken": 1, "unchanged": 2})
    assert state_of(by_sheet) == state_of(by_page)
    assert state_of(untouched) == ("", "", None, False, [])
    pieces = [set(one.edits.values_list("piece", flat=True)) for one in (by_page, by_sheet)]
    assert pieces[0] == pieces[1]


def test_a_guide_takes_points(made, tutor):
    make_rubric(made.work[0].assignment, kind="guide", version=2)
    marking = make_marking(made.work[0], made.enrolments[0])

    def edit(sheet):
        for column, points in {"points:criterion-1": 7.25, "points:criterion-2": "٣٫٥"}.items():
            sheet[code_of(marking), column] = points

    taken(tutor, edited(pack_of(tutor), edit))
    assert sorted(CriterionMark.objects.values_list("points", flat=True)) == [3.5, 7.25]
    assert sent(tutor, sheet_in(pack_of(tutor))).counts == {"unchanged": 1}


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "am"])
def test_in_every_language_by_codes_and_by_words(tutor, markings, language):
    """Without the row of codes, which somebody deleted, the words say where things are."""
    marking = markings[0]

    def edit(sheet):
        places = sheet.places
        sheet[code_of(marking), "level:criterion-1"] = "full"
        sheet[code_of(marking), "feedback"] = "Bien"
        sheet[code_of(marking), "finished"] = "no"
        assert places["stamp"]
        sheet.sheet.delete_rows(2)

    upload = taken(tutor, edited(pack_of(tutor, language=language), edit))
    assert (upload.refusal, upload.counts) == ("", {"taken": 1, "unchanged": 2})
    assert Marking.objects.get(pk=marking.pk).feedback == "Bien"
    assert CriterionMark.objects.get().points == 10


def test_columns_in_another_order_own_columns_and_rows_deleted(tutor, markings):
    pack = pack_of(tutor, language="fr")
    (name,) = [name for name in names_in(pack) if name.startswith("csv/")]
    heads, codes, *rows = csv.reader(io.StringIO(read_in(pack, name).decode("utf-8-sig")))
    rows = [row for row in rows if row[0] != code_of(markings[1])]
    for row in rows:
        row[codes.index("feedback")] = "Très bien"
    table = [[*reversed(row), "mine"] for row in (heads, codes, *rows)]
    text = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in table)
    upload = taken(tutor, text.encode("windows-1252"), "marks.csv")
    assert (upload.counts, upload.notes["ignored"]) == ({"taken": 2}, ["mine"])
    assert upload.notes["guessed"] == ["windows-1252"]
    assert set(Marking.objects.exclude(pk=markings[1].pk).values_list("feedback", flat=True)) == {"Très bien"}


def test_a_sheet_by_hand(tutor, markings):
    """No stamp and few columns: what is empty stays as it is, and nothing newer is overwritten."""
    save(markings[0], "note", "Kept")
    save(markings[1], "feedback", "Of the page")
    rows = [f"{code_of(one).lower().replace('-', ' ')},Of the sheet,,x" for one in markings[:2]]
    upload = taken(tutor, "\n".join(["Código,feedback,note,mine", *rows]).encode(), "m.csv")
    assert upload.counts == {"taken": 1, "refused": 1}
    found = {one.pk: one for one in Marking.objects.all()}
    assert (found[markings[0].pk].feedback, found[markings[0].pk].note) == ("Of the sheet", "Kept")
    assert found[markings[1].pk].feedback == "Of the page"


def test_each_assignment_has_its_sheet(made, tutor, markings):
    other = RunAssignment.objects.create(
        run=made.run, assignment=make_assignment(made.course, criteria=3), due_at=made.work[0].due_at
    )
    marking = make_marking(other, made.enrolments[0], tutor=tutor)
    pack = pack_of(tutor)
    assert len([name for name in names_in(pack) if name.startswith("csv/")]) == 2

    def edit(sheet):
        sheet[code_of(marking), "level:criterion-3"] = "6"

    assert taken(tutor, edited(pack, edit, place=1)).counts == {"taken": 1, "unchanged": 3}
    assert CriterionMark.objects.get().criterion.code == "criterion-3"


def test_what_was_made_meanwhile_on_the_page_stays(tutor, marking):
    """Untouched in the sheet, changed on the page: neither a change nor a conflict."""
    save(marking, "feedback", "Before")
    pack = pack_of(tutor)
    save(marking, "feedback", "After")

    def edit(sheet):
        sheet[code_of(marking), "note"] = "New"

    upload = taken(tutor, edited(pack, edit))
    assert upload.counts == {"taken": 1, "unchanged": 2}
    found = Marking.objects.get(pk=marking.pk)
    assert (found.feedback, found.note) == ("After", "New")


def test_a_cell_emptied_is_a_change(tutor, marking):
    save(marking, "feedback", "Before")

    def edit(sheet):
        sheet[code_of(marking), "feedback"] = None

    assert taken(tutor, edited(pack_of(tutor), edit)).counts == {"taken": 1, "unchanged": 2}
    assert Marking.objects.get(pk=marking.pk).feedback == ""


def test_a_text_that_no_cell_holds_is_left_alone(tutor, marking):
    text = "_x0041_" * 2_857
    save(marking, "feedback", text)
    pack = pack_of(tutor)

    def edit(sheet):
        assert sheet[code_of(marking), "feedback"] == KEPT
        sheet[code_of(marking), "note"] = "New"

    taken(tutor, edited(pack, edit))
    found = Marking.objects.get(pk=marking.pk)
    assert (found.feedback, found.note) == (text, "New")


WORDS = st.text(max_size=40) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "+2",
        "-3",
        "@x",
        "\t=1",
        "_x0041_",
        "a\nb",
        " ",
        "\u202eabc",
        "07",
        "1/2",
        "TRUE",
        "é" * 300,
    ]
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_pack_that_nobody_touched_changes_nothing(made, tutor, markings, data):
    """Whatever was begun, in whatever language it is packed, as a workbook and as a table."""
    for marking in markings:
        for criterion in criteria(marking):
            levels = [None, *criterion.levels.values_list("pk", flat=True)]
            value = {"level": data.draw(st.sampled_from(levels)), "comment": data.draw(WORDS)}
            save(marking, f"criterion:{criterion.pk}", value)
        for piece in ("feedback", "note"):
            save(marking, piece, data.draw(WORDS))
    before = [state_of(marking) for marking in markings], MarkingEdit.objects.count()
    pack = pack_of(tutor, language=data.draw(st.sampled_from(["en", "fr", "ar"])))
    for content in (sheet_in(pack), read_in(pack, "csv/1-marks.csv"), pack):
        upload = taken(tutor, content)
        assert set(upload.counts) == {"unchanged"}, outcomes(upload)
    assert ([state_of(marking) for marking in markings], MarkingEdit.objects.count()) == before
