"""Questions to order, match, type: read from a folder, loaded, loaded again, and what is wrong with them."""

import pytest

from courses.lessons.api import SourceProblems, load_course
from courses.quizzes.api import best_answers, freeze, mark_answers
from courses.quizzes.models import Choice, Question
from tests.factories.course_folder import CourseFolder, course_folder

pytestmark = pytest.mark.django_db

FACTS = """
- code: in-order
  kind: ordering
  choices: [first, second, third]
  partial: true
- code: matched
  kind: matching
  pairs: {green: release, red: examine}
  others: [nothing]
- code: a-number
  kind: numerical
  value: "1.500,5"
  tolerance: 0,5
  unit: "%"
- code: a-text
  kind: short
- code: gaps
  kind: blanks
- code: in-part
  kind: multiple
  choices: [red, green, blue]
  right: [red, blue]
  partial: true
"""
WORDS = """
in-order:
  text: Put in order. (LL)
  choices:
    first: First (LL)
    second: Second (LL)
    third: Third (LL)
  explanation: So it goes.
matched:
  text: Match. (LL)
  choices:
    green: Green (LL)
    red: Red (LL)
    release: Release (LL)
    examine: Examine (LL)
    nothing: Nothing (LL)
  explanation: So it is.
a-number:
  text: How many? (LL)
  explanation: So many.
a-text:
  text: What is it called? (LL)
  accepted: [release LL, clearance LL]
  explanation: That is its name.
gaps:
  text: "The {1} lane needs no {2}. (LL)"
  gaps:
    1: green LL
    2: [check LL, control LL]
  explanation: So it is.
in-part:
  text: Which ones? (LL)
  choices:
    red: Red (LL)
    green: Green (LL)
    blue: Blue (LL)
  explanation: These two.
"""


@pytest.fixture
def folder(tmp_path) -> CourseFolder:
    folder = course_folder(tmp_path)
    folder.write("questions.yaml", folder.read("questions.yaml") + FACTS.lstrip())
    for language in ("en", "fr"):
        path = f"{language}/questions.yaml"
        folder.write(path, folder.read(path) + WORDS.lstrip().replace("LL", language))
    return folder


@pytest.fixture
def loaded(folder) -> CourseFolder:
    load_course(folder.root)
    return folder


def definition_of(code):
    return Question.objects.get(code=code).definition


def test_what_the_folder_says_is_what_is_marked(loaded):
    assert definition_of("in-order") == definition_of("in-part") == {"partial": True}
    assert definition_of("matched") == {"pairs": {"green": "release", "red": "examine"}}
    assert definition_of("a-number") == {"value": "1500.5", "tolerance": "0.5", "unit": "%"}
    assert definition_of("a-text") == {
        "accepted": {"en": ["release en", "clearance en"], "fr": ["release fr", "clearance fr"]}
    }
    assert definition_of("gaps")["gaps"] == {
        "1": {"en": ["green en"], "fr": ["green fr"]},
        "2": {"en": ["check en", "control en"], "fr": ["check fr", "control fr"]},
    }
    codes = Choice.objects.filter(question__code="matched").values_list("code", "text_fr")
    assert dict(codes)["examine"] == "Examine (fr)"
    versions = freeze(Question.objects.values_list("pk", flat=True))
    paper = [{"question": question, "version": version} for question, version in versions.items()]
    answers = best_answers(paper)
    assert len(answers) == 9
    assert set(mark_answers(paper=paper, answers=answers).values()) == {1}


def test_a_second_load_writes_nothing(loaded):
    assert not load_course(loaded.root).records


def test_corrections_are_made_in_place(loaded):
    before = set(Question.objects.values_list("pk", flat=True))
    loaded.edit("questions.yaml", "tolerance: 0,5", "tolerance: 1")
    loaded.edit("questions.yaml", "green: release, red: examine", "green: examine, red: release")
    loaded.edit("questions.yaml", "[first, second, third]", "[third, second, first]")
    loaded.edit("fr/questions.yaml", "[check fr, control fr]", "contrôle")
    load_course(loaded.root)
    assert set(Question.objects.values_list("pk", flat=True)) == before
    assert definition_of("a-number")["tolerance"] == "1"
    assert definition_of("matched")["pairs"]["green"] == "examine"
    assert definition_of("gaps")["gaps"]["2"] == {"en": ["check en", "control en"], "fr": ["contrôle"]}
    order = Choice.objects.filter(question__code="in-order").order_by("position")
    assert [choice.code for choice in order] == ["third", "second", "first"]


def test_accepted_texts_of_a_language_the_folder_lacks_stay(loaded):
    question = Question.objects.get(code="a-text")
    question.definition["accepted"]["ar"] = ["الإفراج"]
    question.save()
    load_course(loaded.root)
    assert definition_of("a-text")["accepted"]["ar"] == ["الإفراج"]


def test_a_question_that_loses_a_gap_is_another_question(loaded):
    for language in ("en", "fr"):
        path = f"{language}/questions.yaml"
        loaded.edit(path, " lane needs no {2}", " lane needs nothing")
        loaded.edit(path, f"    2: [check {language}, control {language}]\n", "")
    load_course(loaded.root)
    assert Question.objects.get(code="gaps-before-1").is_retired
    assert list(definition_of("gaps")["gaps"]) == ["1"]


# file · what stands there · what is put in its place · words of the line named · message
EDITS = [
    ("questions.yaml", "[first, second, third]", "[first]", "choices: [first]", "at least two choices"),
    ("questions.yaml", "{green: release, red: examine}", "{green: release}", "pairs:", "at least two pairs"),
    ("questions.yaml", "{green: release, red: examine}", "[a, b]", "pairs:", "must be names and values"),
    ("questions.yaml", "red: examine}", "red: green}", "pairs:", "“green” stands on both sides"),
    ("questions.yaml", "red: examine}", "red: A B}", "pairs:", "must be lower-case letters"),
    ("questions.yaml", 'value: "1.500,5"', "value: 1.500", "value:", "must be a number, such as 15 or 0.1"),
    ("questions.yaml", 'value: "1.500,5"', "value: [1]", "value:", "must be a number"),
    ("questions.yaml", '  value: "1.500,5"\n', "", "code: a-number", "“value” is missing"),
    ("questions.yaml", "tolerance: 0,5", "tolerance: -1", "tolerance:", "“tolerance” must be 0 or more"),
    (
        "questions.yaml",
        "kind: short",
        "kind: short\n  choices: [a, b]",
        "choices: [a, b]",
        "is not known here",
    ),
    ("en/questions.yaml", "  accepted: [release en, clearance en]\n", "", "a-text:", "“accepted” is missing"),
    ("en/questions.yaml", "[release en, clearance en]", "[]", "accepted:", "“accepted” is empty"),
    ("en/questions.yaml", "needs no {2}", "needs none", "2: [check", "“2” is not known here"),
    ("en/questions.yaml", "needs no {2}", "needs no {1}", "The {1} lane", "1 to 20 gaps, each once"),
    ("en/questions.yaml", "    1: green en\n", "", "gaps:", "“1” is missing"),
    ("en/questions.yaml", "    1: green en\n", "    1: []\n", "1: []", "“1” is empty"),
    ("fr/questions.yaml", "The {1} lane", "The lane", "lane needs no {2}", "the gaps of the source: 1, 2"),
    ("fr/questions.yaml", "    examine: Examine (fr)\n", "", "choices:", "“examine” is missing"),
]


@pytest.mark.parametrize(("path", "old", "new", "words", "message"), EDITS)
def test_a_fault_is_named_with_its_file_and_line(folder, path, old, new, words, message):
    folder.edit(path, old, new)
    with pytest.raises(SourceProblems) as refusal:
        load_course(folder.root)
    said = [str(problem) for problem in refusal.value.problems]
    if words == "choices:" or words == "gaps:":
        assert any(message in problem for problem in said), said
    else:
        line = folder.line(path, words)
        assert any(problem.startswith(f"{path}:{line}:") and message in problem for problem in said), said
    assert not Question.objects.exists()
