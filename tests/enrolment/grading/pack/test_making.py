"""What is in a pack, and what is not."""

import io
import re
import tracemalloc
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from clikc.foundation.archives import Room, opened
from enrolment.assessment.models import HandIn, SubmittedFile
from enrolment.grading import api
from enrolment.grading.api import packs
from enrolment.grading.models import Marking
from enrolment.grading.pack import jobs
from enrolment.grading.pack.making import write_pack
from tests.factories.packs import Sheet, names_in, pack_of, read_in, sheet_in
from tests.factories.tutoring import add_participant, finish, make_marking, make_rubric

pytestmark = pytest.mark.django_db
ARABIC = (
    '<p dir="rtl" lang="ar">إدارة المخاطر</p><script>alert(1)</script><img src="https://x.example/a.png">'
)


def add_file(marking, name: str, content: bytes, blind: bytes | None = None, kind: str = "pdf"):
    number = marking.hand_in.files.count()
    file = SubmittedFile.objects.create(
        submission=marking.submission,
        name=name,
        kind=kind,
        media_type="application/pdf",
        size=len(content),
        digest=f"{marking.pk.hex}{number}",
        file=ContentFile(content, name="file"),
        blind=ContentFile(blind, name="blind") if blind else "",
        at=marking.hand_in.at + timedelta(seconds=number),
    )
    marking.hand_in.files.add(file)
    return file


def folder(marking) -> str:
    return f"works/{marking.submission.code}/"


def everything_in(pack: bytes) -> str:
    """All texts of a pack, also those inside the workbook, and all names."""
    found = []
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            found += [name, content.decode(errors="replace")]
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(content)) as book:
                    found += [book.read(part).decode(errors="replace") for part in book.namelist()]
    return "\n".join(found)


def test_a_folder_for_each_work(tutor, marking):
    add_file(marking, "Mon plan: été.pdf", b"%PDF plan")
    add_file(marking, "Mon plan: été.pdf", b"%PDF other")
    pack = pack_of(tutor, [marking], language="fr")
    HandIn.objects.filter(pk=marking.hand_in_id).update(language="es")
    assert sorted(names_in(pack)) == sorted(
        [
            "README.html",
            "marks.xlsx",
            "csv/1-marks.csv",
            f"{folder(marking)}1-Mon plan été.pdf",
            f"{folder(marking)}2-Mon plan été.pdf",
            f"{folder(marking)}rubric-fr.html",
            f"{folder(marking)}text.html",
        ]
    )
    assert read_in(pack, f"{folder(marking)}2-Mon plan été.pdf") == b"%PDF other"
    assert '<html lang="fr" dir="ltr">' in read_in(pack, "README.html").decode()
    both = names_in(pack_of(tutor, [marking], language="ar"))
    assert {f"{folder(marking)}rubric-{code}.html" for code in ("es", "ar")} <= set(both)


def test_what_is_made_can_be_opened_everywhere(tutor, marking):
    """Also by our own reader, which takes no name that another system would not."""
    for name in ("CON", "a\u200cb\u200d", "\u202egpj.exe", "x" * 150, "..", "a/b\\c:d*?"):
        add_file(marking, f"{name}.pdf", name.encode(errors="replace"))
    with opened(io.BytesIO(pack_of(tutor)), Room()) as archive:
        assert archive.testzip() is None


def test_a_text_stands_alone_and_reads_its_own_way(tutor, marking):
    HandIn.objects.filter(pk=marking.hand_in_id).update(text=ARABIC, language="ar")
    page = read_in(pack_of(tutor), f"{folder(marking)}text.html").decode()
    assert '<article class="work" lang="ar" dir="rtl">' in page
    assert "إدارة المخاطر" in page
    assert "alert" not in page
    assert not re.search(r"(?:src=|https?:|url\(|<script|<link)", page)
    assert "default-src 'none'" in page


def test_marked_blind_nobody_is_named(made, tutor, markings):
    made.scheme.is_blind = True
    made.scheme.save()
    learner = made.enrolments[0].learner
    file = add_file(markings[0], f"{learner.printed_name}.pdf", b"by her", b"by nobody")
    add_file(markings[0], "Kept back.pdf", b"by her")
    pack = pack_of(tutor)
    code = markings[0].submission.code
    assert read_in(pack, f"{folder(markings[0])}{code}-1.pdf") == b"by nobody"
    assert f"{folder(markings[0])}{code}-2.pdf" not in names_in(pack)
    assert "it would say who made it" in read_in(pack, f"{folder(markings[0])}text.html").decode()
    everything = everything_in(pack)
    for enrolment in made.enrolments:
        person = enrolment.learner
        for said in (person.printed_name, person.email, person.administration.name, str(enrolment.pk)):
            assert said not in everything
    assert file.name not in everything
    assert tutor.email not in everything
    about = read_in(sheet_in(pack), "docProps/core.xml").decode()
    assert not re.search("creator|lastModifiedBy", about)


def test_a_file_that_is_lost_does_not_stop_the_pack(tutor, marking):
    file = add_file(marking, "plan.pdf", b"plan")
    file.file.storage.delete(file.file.name)
    assert f"{folder(marking)}1-plan.pdf" not in names_in(pack_of(tutor))


def test_the_spreadsheet(tutor, markings):
    book = load_workbook(io.BytesIO(sheet_in(pack_of(tutor))))
    sheet, choices = book.worksheets
    own = Sheet(sheet)
    assert (choices.sheet_state, sheet.freeze_panes) == ("hidden", "B3")
    assert sheet.auto_filter.ref.startswith("A2:")
    assert list(own.places) == [
        "code",
        "assignment",
        "language",
        "number",
        "handed_in",
        "due",
        "level:criterion-1",
        "comment:criterion-1",
        "level:criterion-2",
        "comment:criterion-2",
        "feedback",
        "note",
        "finished",
        "stamp",
    ]
    assert [sheet.cell(1, place).value for place in (1, 7, 8, 13)] == [
        "Code",
        "Criterion 1: Level (0–10)",
        "Criterion 1: Comment",
        "Finished (yes/no)",
    ]
    assert sheet.column_dimensions["N"].hidden
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert offered["G3:G2000"] == "'Choices'!$A$1:$A$3"
    assert [choices.cell(row, 1).value for row in (1, 2, 3)] == ["Full (10)", "Partly (6)", "Missing (0)"]
    assert sheet["K3"].number_format == "@"


def test_of_a_guide_points_are_asked(made, tutor):
    make_rubric(made.work[0].assignment, kind="guide", version=2)
    make_marking(made.work[0], made.enrolments[0])
    sheet = load_workbook(io.BytesIO(sheet_in(pack_of(tutor)))).worksheets[0]
    kinds = {one.type: (one.formula1, one.formula2) for one in sheet.data_validations.dataValidation}
    assert kinds["decimal"] == ("0", "10.00")


def test_in_arabic_it_is_mirrored(tutor, markings):
    pack = pack_of(tutor, language="ar")
    assert load_workbook(io.BytesIO(sheet_in(pack))).worksheets[0].sheet_view.rightToLeft
    assert '<html lang="ar" dir="rtl">' in read_in(pack, "README.html").decode()


def test_what_is_begun_is_filled_in_and_what_is_finished_is_not_packed(tutor, markings):
    finish(markings[0], "partly")
    given = {"piece": "feedback", "value": {"text": "=Begun"}, "base": 0}
    api.save_piece(marking_id=markings[1].pk, by=tutor, **given)
    sheet = Sheet(load_workbook(io.BytesIO(sheet_in(pack_of(tutor)))).worksheets[0])
    assert sheet[markings[1].submission.code, "feedback"] == "'=Begun"
    with pytest.raises(KeyError):
        sheet.row(markings[0].submission.code)


def test_nobody_packs_what_is_not_hers(made, tutor, markings):
    stream = io.BytesIO()
    assert write_pack(stream, owner=made.tutors[1], ids=[one.pk for one in markings]) == []
    assert packs.start_pack(owner=made.tutors[1], ids=[one.pk for one in markings]) is None
    assert markings[0].submission.code not in everything_in(stream.getvalue())


def test_more_than_goes_into_one_pack(tutor, markings, monkeypatch):
    ids = [one.pk for one in markings]
    monkeypatch.setattr(jobs, "MOST_WORKS", 2)
    with pytest.raises(packs.PackTooLarge) as large:
        packs.start_pack(owner=tutor, ids=ids)
    assert (large.value.what, large.value.most) == ("works", 2)
    monkeypatch.setattr(jobs, "MOST_WORKS", 3)
    monkeypatch.setattr(jobs, "MOST_BYTES", 10)
    add_file(markings[0], "plan.pdf", b"more than ten")
    with pytest.raises(packs.PackTooLarge, match="bytes"):
        packs.start_pack(owner=tutor, ids=ids)


def test_as_many_questions_for_twenty_works_as_for_three(made, tutor, markings):
    def cost() -> int:
        ids = list(Marking.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as asked:
            write_pack(io.BytesIO(), owner=tutor, ids=ids)
        return len(asked)

    cost()
    first = cost()
    for _row in range(17):
        make_marking(made.work[0], add_participant(made), tutor=tutor)
    assert cost() == first


def test_files_go_through_memory_in_pieces(tutor, markings, tmp_path):
    content = b"%PDF" + bytes(6_000_000)
    for marking in markings:
        add_file(marking, "plan.pdf", content, kind="pdf")
    del content
    ids = [one.pk for one in markings]
    with (tmp_path / "pack.zip").open("wb") as stream:
        tracemalloc.start()
        write_pack(stream, owner=tutor, ids=ids)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (tmp_path / "pack.zip").stat().st_size > 18_000_000
    assert peak < 8_000_000
