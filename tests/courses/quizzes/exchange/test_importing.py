"""Questions from a file into a bank, and out again: whole or not at all, and once."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext
from PIL import Image
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry

from courses.quizzes import keys_asked
from courses.quizzes.exchange import formats, spreadsheet
from courses.quizzes.exchange.model import (
    ChoiceSource,
    Level,
    Picture,
    QuestionSource,
    UnreadableFile,
)
from courses.quizzes.exchange.spreadsheet.examples import EXAMPLES
from courses.quizzes.explaining import sentence
from courses.quizzes.exporting import export_questions, spreadsheet_template
from courses.quizzes.importing import BankChanged, Fate, import_questions, plan_import
from courses.quizzes.models import Choice, Question, QuestionBank, QuestionStatus, QuizSlot
from courses.quizzes.stored import stored_questions
from courses.quizzes.versions import freeze
from tests.factories.courses import make_course, make_subject
from tests.factories.questions import KINDS, make_question_of

pytestmark = pytest.mark.django_db

SINGLE = QuestionSource(
    "seal",
    "single",
    {"en": "What is a seal for?", "fr": "À quoi sert un scellé ?"},
    (ChoiceSource("show", {"en": "Show", "fr": "Montrer"}, True), ChoiceSource("weigh", {"en": "Weigh"})),
    explanation={"en": "It shows who opened it."},
    tags=("seals", "Transit"),
    source="https://example.org/seals",
    difficulty=3,
)


@pytest.fixture
def bank():
    return (
        make_course(questions=0).quiz_pages
        and make_course(questions=2, languages=("en", "fr")).questions[0].bank
    )


def workbook(*questions) -> bytes:
    return spreadsheet.write(questions, language="en").content


def plan(content, bank, format="xlsx", language="en"):
    return plan_import(content, format=format, bank=bank, language=language)


def fates(made):
    return {item.source.code: item.fate.value for item in made.questions}


def refused(made):
    found = [*made.findings, *(finding for item in made.questions for finding in item.findings)]
    return [finding for finding in found if finding.level == Level.REFUSED]


def lost(made):
    return [(item.code, item.detail) for item in made.questions[0].lost]


def package(*questions) -> bytes:
    """A file that can bring pictures and texts of any length."""
    return formats.write(questions, format="qti", language="en").content


def take(content, bank, format="xlsx", **options):
    made = plan(content, bank, format)
    import_questions(made, **options)
    return made


def png(colour="red") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "PNG")
    return stream.getvalue()


def test_new_questions_come_in_whole_and_as_drafts(bank):
    make_subject("compliance")
    content = workbook(replace(SINGLE, subjects=("compliance", "unheard-of")))
    made = take(content, bank)
    assert fates(made) == {"seal": "new"}
    assert [(item.code, item.detail) for item in made.questions[0].lost] == [
        ("unknown_subject", "unheard-of")
    ]
    question = Question.objects.get(bank=bank, code="seal")
    assert (question.status, question.difficulty, question.position) == (QuestionStatus.DRAFT, 3, 2)
    assert (question.text_en, question.text_fr) == ("What is a seal for?", "À quoi sert un scellé ?")
    assert sorted(question.tags.names()) == ["Transit", "seals"]
    assert [item.code for item in question.subjects.all()] == ["compliance"]
    assert list(question.choices.values_list("code", "is_right", "text_fr")) == [
        ("show", True, "Montrer"),
        ("weigh", False, None),
    ]


def test_they_come_in_as_reviewed_where_that_is_said(bank):
    take(workbook(SINGLE), bank, is_reviewed=True)
    assert Question.objects.get(code="seal").status == QuestionStatus.REVIEWED


def test_every_kind_comes_in_and_the_same_file_changes_nothing(bank):
    content = workbook(*EXAMPLES)
    assert set(fates(take(content, bank)).values()) == {"new"}
    before = [item.source for item in stored_questions(bank.questions)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = take(content, bank)
    assert set(fates(again).values()) == {"unchanged"}
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [item.source for item in stored_questions(bank.questions)] == before


def test_a_plan_writes_nothing(bank):
    with CaptureQueriesContext(connection) as queries:
        plan(workbook(SINGLE), bank)
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
    assert not Question.objects.filter(code="seal").exists()


def test_a_changed_question_keeps_what_the_file_does_not_say(bank):
    take(workbook(SINGLE), bank, is_reviewed=True)
    ids = dict(Choice.objects.filter(question__code="seal").values_list("code", "pk"))
    Question.objects.filter(code="seal").update(text_ar="ما فائدة الختم؟")
    less = QuestionSource(
        "seal",
        "single",
        {"en": "What does a seal do?"},
        (ChoiceSource("tell", {"en": "Tell"}), ChoiceSource("show", {"en": "Show it"}, True)),
        difficulty=3,
    )
    made = take(workbook(less), bank)
    assert made.questions[0].changes == ("text", "choices", "key")
    question = Question.objects.get(code="seal")
    assert (question.text_en, question.text_ar) == ("What does a seal do?", "ما فائدة الختم؟")
    assert (question.explanation_en, question.source) == (
        "It shows who opened it.",
        "https://example.org/seals",
    )
    assert sorted(question.tags.names()) == ["Transit", "seals"]
    assert question.status == QuestionStatus.REVIEWED
    choices = list(question.choices.values_list("code", "text_en", "text_fr", "pk"))
    assert [item[:3] for item in choices] == [("tell", "Tell", None), ("show", "Show it", "Montrer")]
    assert choices[1][3] == ids["show"]


def test_choices_under_other_codes_are_the_same_by_their_words(bank):
    take(workbook(SINGLE), bank)
    renamed = tuple(replace(item, code=f"a{place}") for place, item in enumerate(SINGLE.choices))
    made = plan(workbook(replace(SINGLE, choices=renamed)), bank)
    assert fates(made) == {"seal": "unchanged"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": {"fr": "Quoi ?"}}, "words_missing"),
        ({"choices": SINGLE.choices[:1]}, "too_few_choices"),
        ({"choices": tuple(replace(item, is_right=True) for item in SINGLE.choices)}, "one_right_choice"),
        ({"choices": (SINGLE.choices[0], ChoiceSource("b", {"fr": "Peser"}))}, "choice_words_missing"),
        ({"choices": (SINGLE.choices[0], ChoiceSource("b", {"en": "x" * 501}))}, "not_valid"),
        ({"kind": "blanks", "choices": (), "definition": {"gaps": {"1": {"en": ["x"]}}}}, "gaps_differ"),
    ],
)
def test_what_the_form_would_refuse_is_refused(bank, changes, reason):
    made = take(workbook(replace(SINGLE, **changes)), bank)
    assert fates(made) == {"seal": "refused"}
    assert {item.code for item in refused(made)} == {reason}
    assert not Question.objects.filter(code="seal").exists()


def refusals(content, bank) -> list[str]:
    """Why the one question of a package does not come in."""
    [found] = plan(content, bank, "qti").questions
    assert found.fate == "refused"
    return [item.code for item in found.lost]


@pytest.mark.parametrize(
    ("kind", "definition"),
    [("short", {"accepted": {"en": ["x" * 201]}}), ("essay", {"model": {"en": "x" * 20_001}})],
)
def test_no_text_is_longer_than_an_author_could_write_it(bank, kind, definition):
    content = package(replace(SINGLE, kind=kind, choices=(), definition=definition))
    assert refusals(content, bank) == ["unreadable_line"]


def test_what_the_bank_cannot_hold_is_said(bank):
    words = {"en": "What?", "pt-br": "O quê?", "sw": "Nini?"}
    source = replace(SINGLE, text=words, source="WCO handbook, page 3", tags=("x" * 101,))
    made = take(workbook(source), bank)
    assert {(item.code, item.detail[:20]) for item in made.questions[0].lost} == {
        ("language_unknown", "sw"),
        ("source_no_address", "WCO handbook, page 3"),
        ("tag_too_long", "x" * 20),
    }
    assert Question.objects.get(code="seal").text_pt == "O quê?"


def test_the_bank_may_not_change_between_the_plan_and_the_import(bank):
    made = plan(workbook(SINGLE), bank)
    Question.objects.filter(bank=bank, code="question-1").update(text_en="Changed meanwhile?")
    with pytest.raises(BankChanged):
        import_questions(made)
    assert not Question.objects.filter(code="seal").exists()
    assert plan(workbook(SINGLE), bank).digest != made.digest


def test_a_fault_of_ours_is_not_laid_on_the_bank(bank):
    made = plan(workbook(SINGLE), bank)
    with pytest.raises(IntegrityError):
        import_questions(replace(made, questions=made.questions * 2))
    assert not Question.objects.filter(code="seal").exists()


def test_a_bank_that_is_gone_has_changed(bank):
    made = plan(workbook(SINGLE), bank)
    QuizSlot.objects.all().delete()
    QuestionBank.objects.filter(pk=bank.pk).delete()
    with pytest.raises(BankChanged):
        import_questions(made)


def test_a_plan_is_told_by_all_it_depends_on(bank):
    content = workbook(SINGLE)
    digests = {
        plan(content, bank).digest,
        plan(content, bank, language="fr").digest,
        plan(content, None).digest,
        plan(workbook(replace(SINGLE, difficulty=1)), bank).digest,
    }
    assert len(digests) == 4
    assert plan(content, bank).digest in digests


def test_it_is_all_or_nothing(bank):
    picture = Picture("red.png", png(), {"en": "A red field"})
    made = plan(workbook(SINGLE, *EXAMPLES), bank)
    questions = (replace(made.questions[0], source=replace(made.questions[0].source, picture=picture)),)
    made = replace(made, questions=questions + made.questions[1:])

    def break_off(**_kwargs):
        assert Question.objects.filter(code="seal").exists()
        assert get_image_model().objects.exists()
        raise KeyboardInterrupt

    # Tags are written after pictures, questions and choices.
    pre_save.connect(break_off, sender=Tag)
    try:
        with pytest.raises(KeyboardInterrupt):
            import_questions(made)
    finally:
        pre_save.disconnect(break_off, sender=Tag)
    assert not Question.objects.filter(code="seal").exists()
    assert not get_image_model().objects.exists()


def test_pictures_become_images_of_the_library_once(bank):
    picture = Picture("red.png", png(), {"en": "A red field", "fr": "Un champ rouge"})
    content = package(replace(SINGLE, picture=picture), replace(SINGLE, code="again", picture=picture))
    take(content, bank, "qti")
    images = get_image_model().objects.all()
    assert [(item.title, item.width, item.height) for item in images] == [("red", 40, 30)]
    assert set(Question.objects.filter(picture=images[0]).values_list("code", "picture_alt_fr")) == {
        ("seal", "Un champ rouge"),
        ("again", "Un champ rouge"),
    }
    assert set(fates(take(content, bank, "qti")).values()) == {"unchanged"}


@pytest.mark.parametrize(
    "content", [b"no picture", b"<svg><script>alert(1)</script></svg>", b"\x89PNG\r\n\x1a\n"]
)
def test_a_picture_that_cannot_be_shown_is_lost(bank, content):
    made = take(package(replace(SINGLE, picture=Picture("bad.png", content))), bank, "qti")
    assert [item.code for item in made.questions[0].lost] == ["picture_unreadable"]
    assert Question.objects.get(code="seal").picture is None


def test_a_hotspot_without_its_picture_is_refused(bank):
    area = {"shape": "rect", "coords": [1, 1, 5, 5]}
    definition = {"areas": {"show": area, "weigh": area}, "width": 40, "height": 30}
    spot = replace(SINGLE, kind="hotspot", definition=definition)
    gone = replace(spot, picture=Picture("red.png", b"no picture"))
    assert "picture_needed" in refusals(package(gone), bank)
    there = replace(spot, picture=Picture("red.png", png()))
    assert fates(take(package(there), bank, "qti")) == {"seal": "new"}


def test_a_thousand_questions_cost_as_many_queries_as_fifty(bank):
    def cost(number):
        content = workbook(*(replace(SINGLE, code=f"q{number}-{place}") for place in range(number)))
        with CaptureQueriesContext(connection) as queries:
            assert set(fates(take(content, bank)).values()) == {"new"}
        return len(queries)

    few, many = cost(50), cost(1000)
    # Rows go in by the hundred; nothing else grows.
    assert few < 40
    assert many - few < 80
    assert Question.objects.filter(bank=bank).count() == 1052


def test_what_cannot_be_read_raises(bank):
    with pytest.raises(UnreadableFile):
        plan(b"nothing", bank)


def test_another_key_is_said_and_noted(bank):
    """What is right of a question that was asked: the report says it, the history keeps it."""
    take(workbook(SINGLE), bank, is_reviewed=True)
    question = Question.objects.get(code="seal")
    freeze([question.pk])
    swapped = tuple(replace(item, is_right=not item.is_right) for item in SINGLE.choices)
    made = take(workbook(replace(SINGLE, choices=swapped)), bank)
    assert made.questions[0].changes == ("choices", "key")
    assert [item.code for item in made.questions[0].findings] == ["key_changes"]
    entry = ModelLogEntry.objects.for_instance(question).get(action="quizzes.import")
    assert entry.data == {"changes": ["choices", "key"]}
    assert "what is right" in entry.formatter.format_message(entry)
    assert [item.is_right for item in question.choices.order_by("code")] == [False, True]


def test_how_often_it_was_asked_is_counted(bank, monkeypatch):
    take(workbook(SINGLE), bank)
    freeze([Question.objects.get(code="seal").pk])
    monkeypatch.setattr(keys_asked, "times_asked", lambda pk: 12)
    swapped = tuple(replace(item, is_right=not item.is_right) for item in SINGLE.choices)
    (note,) = plan(workbook(replace(SINGLE, choices=swapped)), bank).questions[0].findings
    assert "asked 12 times" in sentence(note)


def test_other_words_are_no_other_key(bank):
    take(workbook(SINGLE), bank)
    freeze([Question.objects.get(code="seal").pk])
    words = {**SINGLE.text, "en": "What does a seal do?"}
    made = plan(workbook(replace(SINGLE, text=words)), bank)
    assert (made.questions[0].changes, made.questions[0].findings) == (("text",), ())


def test_columns_are_looked_at_without_a_record(bank, monkeypatch):
    content = workbook(SINGLE)
    for model in (Question, Choice):
        monkeypatch.setattr(model, "clean_fields", None)
    assert fates(plan(content, bank)) == {"seal": "new"}


# --- out again -----------------------------------------------------------------------------------


def carried(bank, said):
    """Code → kind of the questions that a format could say: GIFT knows no second gap."""
    refused = {item.question for item in said.findings if item.level == Level.REFUSED}
    return dict(bank.questions.exclude(code__in=refused).values_list("code", "kind"))


@pytest.mark.parametrize("format", formats.NAMES)
def test_what_is_exported_comes_back_unchanged(bank, format):
    for place, kind in enumerate(KINDS, start=5):
        make_question_of(kind, bank, place)
    said = export_questions(bank.questions, format=format, language="en")
    assert formats.guessed(said.content) == format
    made = plan(said.content, bank, format)
    changed = [(item.source.code, item.changes) for item in made.questions if item.fate != Fate.UNCHANGED]
    assert changed == []
    assert {item.source.code for item in made.questions} == set(carried(bank, said))


@pytest.mark.parametrize("format", formats.NAMES)
def test_an_export_comes_into_an_empty_bank(bank, format):
    for place, kind in enumerate(KINDS, start=5):
        make_question_of(kind, bank, place)
    said = export_questions(bank.questions, format=format, language="en")
    other = make_course(questions=1).questions[0].bank
    other.questions.all().delete()
    made = plan(said.content, other, format)
    assert [item.code for item in refused(made)] == []
    import_questions(made)
    assert dict(other.questions.values_list("code", "kind")) == carried(bank, said)


def test_an_export_costs_the_same_for_one_question_and_for_fifty(bank):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            export_questions(bank.questions, format="xlsx", language="en")
        return len(queries)

    few = cost()
    take(workbook(*(replace(SINGLE, code=f"q{place}") for place in range(50))), bank)
    assert cost() == few <= 6


def test_pictures_go_out_with_their_question(bank):
    picture = Picture("red.png", png(), {"en": "A red field"})
    take(package(replace(SINGLE, picture=picture)), bank, "qti")
    questions = bank.questions.filter(code="seal")
    said = export_questions(questions, format="moodlexml", language="en")
    assert fates(plan(said.content, bank, "moodlexml")) == {"seal": "unchanged"}
    Question.objects.get(code="seal").picture.file.delete(save=False)
    said = export_questions(questions, format="moodlexml", language="en")
    assert (said.findings[0].level, said.findings[0].code) == (Level.LOST, "picture_missing")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "am"])
def test_the_template_reads_as_it_stands(bank, language):
    said = spreadsheet_template(language=language, languages=("en", "fr"))
    made = plan(said.content, bank)
    assert {item.fate for item in made.questions} == {Fate.NEW}
    assert made.findings == ()
