"""manage.py import_questions and export_questions, as somebody at a terminal meets them."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from courses.quizzes.exchange import formats, spreadsheet
from courses.quizzes.exchange.reasons import REASONS
from courses.quizzes.exchange.spreadsheet.examples import EXAMPLES
from courses.quizzes.forms import FAULTS
from courses.quizzes.models import Question, QuestionStatus
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank():
    return make_course(questions=2, languages=("en", "fr")).questions[0].bank


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "questions.xlsx"
    path.write_bytes(spreadsheet.write(EXAMPLES, language="en").content)
    return path


def run(*arguments) -> str:
    said = io.StringIO()
    call_command("import_questions", *map(str, arguments), stdout=said, stderr=io.StringIO())
    return said.getvalue()


def test_questions_come_in_and_a_second_time_nothing_happens(bank, file):
    said = run(file, "--format", "xlsx", "--bank", bank.code)
    assert "2: example-single: new" in said
    assert "9 new, 0 changed, 0 unchanged, 0 refused" in said
    assert Question.objects.get(code="example-single").status == QuestionStatus.DRAFT
    assert "0 new, 0 changed, 9 unchanged, 0 refused" in run(file, "--bank", bank.code)


def test_a_dry_run_needs_no_bank_and_writes_nothing(file):
    assert "nothing was written" in run(file, "--dry-run")
    assert not Question.objects.exists()


def test_the_report_as_json(bank, tmp_path):
    table = tmp_path / "table"
    table.write_text(
        "code,kind,text,right,wrong,notes\n"
        "a,,Which?,Yes,No,ask\nb,,Which?,,No,\nc,,Which?,Sure,,\nd,riddle,Which?,Yes,No,\n"
    )
    said = json.loads(run(table, "--bank", bank.code, "--reviewed", "--json"))
    assert said["dry_run"] is False
    told = [(item["code"], item["kind"], item["line"], item["outcome"]) for item in said["questions"]]
    assert told == [
        ("a", "single", 2, "new"),
        ("b", "", 3, "refused"),
        ("c", "single", 4, "refused"),
        ("d", "riddle", 5, "refused"),
    ]
    reasons = [[one["reason"] for one in item["lost"]] for item in said["questions"]]
    assert reasons == [[], ["no_kind"], ["too_few_choices"], ["unknown_kind"]]
    assert [(item["reason"], item["detail"]) for item in said["findings"]] == [("unknown_column", "notes")]
    assert "refused" not in said
    assert all(one["text"] for item in said["questions"] for one in item["lost"])
    assert Question.objects.get(code="a").status == QuestionStatus.REVIEWED


SLIDER = b'<assessmentItem identifier="a"><itemBody><p>x</p><sliderInteraction/></itemBody></assessmentItem>'
MOODLE = (
    b'<quiz><question type="calculated"><questiontext>x</questiontext></question>'
    b'<question type="essay"><name/></question></quiz>'
)


@pytest.mark.parametrize(
    ("content", "format", "kinds"),
    [
        (b"Which? {~a ~b}\n\nRead this.\n", "gift", ["multiple", "description"]),
        (MOODLE, "moodlexml", ["calculated", "essay"]),
        (SLIDER, "qti", ["sliderInteraction"]),
    ],
)
def test_a_refused_question_says_its_kind(tmp_path, content, format, kinds):
    path = tmp_path / "file"
    path.write_bytes(content)
    said = json.loads(run(path, "--dry-run", "--json", "--format", format))["questions"]
    assert [(item["kind"], item["outcome"]) for item in said] == [(kind, "refused") for kind in kinds]
    assert all(item["lost"] for item in said)


def test_it_reads_what_comes_in(bank, file, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(file.read_bytes())))
    assert "9 new" in run("-", "--bank", bank.code)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["FILE"], "Say which bank with --bank. The banks: course-"),
        (["FILE", "--bank", "none"], "There is no question bank “none”. The banks: course-"),
        (["/no/such/file", "--dry-run"], "No such file"),
        (["a\0b", "--dry-run"], "no name of a file"),
        (["FILE", "--dry-run", "--format", "gift"], "."),
        (["FILE", "--dry-run", "--format", "moodlexml"], "."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(bank, file, arguments, said):
    with pytest.raises(CommandError) as refused:
        run(*(str(file) if item == "FILE" else item for item in arguments))
    assert said in str(refused.value)
    assert refused.value.returncode == 1


def test_an_unreadable_file_is_said_in_json_too(tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_questions", str(path), "--dry-run", "--json", stdout=out)
    assert [item["reason"] for item in json.loads(out.getvalue())["findings"]] == ["other_table"]


@pytest.mark.parametrize("format", formats.NAMES)
def test_an_export_comes_back(bank, tmp_path, format):
    path = tmp_path / "out"
    call_command("export_questions", format=format, bank=bank.code, output=str(path), stderr=io.StringIO())
    said = json.loads(run(path, "--bank", bank.code, "--json"))
    assert [(item["code"], item["outcome"]) for item in said["questions"]] == [
        ("question-1", "unchanged"),
        ("question-2", "unchanged"),
    ]


def test_some_questions_go_to_standard_output(bank, monkeypatch):
    out = SimpleNamespace(buffer=io.BytesIO())
    monkeypatch.setattr(sys, "stdout", out)
    call_command("export_questions", "--format", "gift", "--bank", bank.code, "--code", "question-2")
    content = out.buffer.getvalue().decode()
    assert "question-2" in content
    assert "question-1" not in content


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"bank": "none"}, "There is no question bank"),
        ({"code": ["question-9"]}, "has no question question-9"),
        ({"output": "/no/such/folder/file"}, "No such file"),
    ],
)
def test_an_export_that_cannot_be_done(bank, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("export_questions", **{"format": "gift", "bank": bank.code} | arguments)


@pytest.mark.parametrize("format", formats.NAMES)
def test_nothing_to_export_is_said(bank, tmp_path, format):
    bank.questions.all().delete()
    path = tmp_path / "out"
    with pytest.raises(CommandError, match="The file holds no question"):
        call_command("export_questions", format=format, bank=bank.code, output=str(path))
    assert not path.exists()


def test_every_reason_is_a_sentence():
    assert [code for code, text in REASONS.items() if not text.endswith(".")] == []


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (b"", "gift"),
        (b"::a:: What? {=yes ~no}", "gift"),
        ("\ufeff<?xml version='1.0'?>\n<!-- <x> --><quiz/>".encode(), "moodlexml"),
        ("<?xml version='1.0'?><quiz/>".encode("utf-16"), "moodlexml"),
        (b"<qti-assessment-item/>", "qti"),
        (b"<q:assessmentItem/>", "qti"),
        (b"PK\x03\x04imsmanifest.xml", "qti"),
        (b"code;text;right\n", "xlsx"),
        (b"code,text,right,wrong\n" + b"q,Which?,a,b\n" * 6000, "xlsx"),
        (b"code,text,right,wrong\nq,Which?,a," + b"b" * 40_000, "xlsx"),
        (b"\xd0\xcf\x11\xe0", "xlsx"),
    ],
)
def test_the_format_is_guessed_from_the_file(content, format):
    assert formats.guessed(content) == format


def test_no_reason_is_without_its_sentence():
    """Every code that a reader, a writer or the bank's own check gives is one people can read."""
    folder = Path(settings.BASE_DIR) / "courses" / "quizzes"
    given = re.compile(r'(?:\.(?:note|lost|refused)|unreadable|_?[Rr]efused)\([^"()]*"([a-z_]+)"')
    files = [*folder.glob("*.py"), *folder.glob("exchange/**/*.py")]
    codes = {code for path in files for code in given.findall(path.read_text(encoding="utf-8"))}
    assert len(codes) > 100
    assert sorted(codes - set(REASONS) - set(FAULTS)) == []
