"""Cells and files that mean harm, or were hurt on the way."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from clikc.foundation.sheets import UnreadableSheet
from enrolment.grading.models import CriterionMark, Marking
from enrolment.grading.pack.files import MOST_ROWS
from tests.factories.packs import edited, outcomes, pack_of, sent, sheet_in, taken
from tests.factories.tutoring import make_marking, make_rubric

pytestmark = pytest.mark.django_db


def code_of(marking) -> str:
    return marking.submission.code


def refusal(tutor, content: bytes, name: str = "pack.zip") -> str:
    try:
        return sent(tutor, content, name).refusal
    except UnreadableSheet as error:
        return error.code


def archive_of(**files) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return stream.getvalue()


@pytest.mark.parametrize("path", ["../marks.csv", "/marks.csv", "a\\..\\marks.csv", "a/../../marks.csv"])
def test_a_path_that_leads_outside(tutor, path):
    assert refusal(tutor, archive_of(**{path: "code,note\nBCDF-GHJK,a\n"})) == "unsafe_path"


def test_a_bomb(tutor):
    assert refusal(tutor, archive_of(**{"marks.csv": b"0" * 30_000_000})) == "archive_bomb"


def test_an_archive_without_a_sheet(tutor):
    assert refusal(tutor, archive_of(**{"README.html": "x"})) == "no_sheets"


def test_more_rows_than_are_read(tutor):
    rows = "BCDF-GHJK,a\n" * (MOST_ROWS + 1)
    assert refusal(tutor, f"code,note\n{rows}".encode(), "m.csv") == "too_many_rows"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("'=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("a\u202eb\u200f", "ab\u200f"),
        ("x" * 10_000, "x" * 10_000),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{{ request.user }}", "{{ request.user }}"),
        (date(2026, 5, 1), "2026-05-01"),
        (7, "7"),
        (True, "true"),
    ],
)
def test_words_are_words(tutor, marking, typed, kept):
    def edit(sheet):
        sheet[code_of(marking), "feedback"] = typed

    taken(tutor, edited(pack_of(tutor), edit))
    assert Marking.objects.get(pk=marking.pk).feedback == kept


def test_nothing_is_kept_of_signs_that_are_none(tutor, marking):
    content = f'code,feedback\n{code_of(marking)},"a\x00b\x1bc"\n'.encode()
    taken(tutor, content, "m.csv")
    assert Marking.objects.get(pk=marking.pk).feedback == "abc"


@pytest.mark.parametrize("cell", ["=1+1", "#REF!"])
def test_a_formula_without_a_value_and_an_error_are_no_words(tutor, marking, cell):
    def edit(sheet):
        sheet[code_of(marking), "feedback"] = cell

    upload = taken(tutor, edited(pack_of(tutor), edit))
    assert outcomes(upload)[code_of(marking)][:2] == ("refused", ["unreadable_cell"])
    assert Marking.objects.get(pk=marking.pk).feedback == ""


def test_a_formula_in_a_column_of_ones_own_does_no_harm(tutor, marking):
    def edit(sheet):
        sheet.sheet.cell(sheet.row(code_of(marking)), len(sheet.places) + 2).value = "=1+1"
        sheet[code_of(marking), "feedback"] = "Fine"

    assert taken(tutor, edited(pack_of(tutor), edit)).counts["taken"] == 1


@pytest.mark.parametrize(
    ("typed", "points"),
    [("1,5", "1.50"), ("1.5", "1.50"), (1.5, "1.50"), ("١٫٥", "1.50"), (" 2 ", "2.00"), (10, "10.00")],
)
def test_points_as_people_type_them(made, tutor, typed, points):
    make_rubric(made.work[0].assignment, kind="guide", version=2)
    marking = make_marking(made.work[0], made.enrolments[0])

    def edit(sheet):
        sheet[code_of(marking), "points:criterion-1"] = typed

    taken(tutor, edited(pack_of(tutor), edit))
    assert str(CriterionMark.objects.get().points) == points


def test_a_date_is_no_number(made, tutor):
    make_rubric(made.work[0].assignment, kind="guide", version=2)
    marking = make_marking(made.work[0], made.enrolments[0])

    def edit(sheet):
        sheet[code_of(marking), "points:criterion-1"] = date(2026, 5, 1)

    upload = taken(tutor, edited(pack_of(tutor), edit))
    assert list(outcomes(upload)[code_of(marking)][2].values()) == ["points"]


def test_a_table_that_names_no_column_twice(tutor, marking):
    assert refusal(tutor, b"code,note,note\nBCDF-GHJK,a,b\n", "m.csv") == "column_twice"


def test_a_name_that_turns_around(tutor, marking):
    upload = sent(tutor, sheet_in(pack_of(tutor)), "../a\u202exslx.\x00xlsx")
    assert "\u202e" not in upload.file_name
    assert "/" not in upload.file_name
    assert load_workbook(io.BytesIO(sheet_in(pack_of(tutor)))).worksheets
