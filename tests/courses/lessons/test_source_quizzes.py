"""Quizzes beside the final test, the second bank, essays and questions with a picture."""

import pytest

from courses.catalogue.models import Activity
from courses.lessons.api import load_course
from courses.lessons.source.problems import SourceProblems
from courses.lessons.source.read import read_course
from courses.quizzes.api import draw_paper
from courses.quizzes.models import Question, Quiz, QuizPage
from enrolment.admissions.api import join_course
from enrolment.completion.api import whats_missing
from tests.factories.course_folder import SVG, CourseFolder, course_folder
from tests.factories.people import officer

pytestmark = pytest.mark.django_db

QUIZZES = """quizzes:
  - code: before-you-start
    at: start
    required: false
    pass_mark: 0
    attempts: 1
    review: score
    draw: 2
  - code: try-it
    at: first
    mode: practice
    required: false
    asks:
      - questions: [an-essay, a-place]
      - draw: 1
        tags: [lanes]
      - draw: 1
        difficulty: hard
  - code: exam
    at: end
    mode: exam
    minutes: 30
    cool_down: 60
    counts: last
    sequential: true
    review_from: closing
    asks:
      - bank: practice
final_test:
  pretest: before-you-start
"""
FACTS = """
- code: an-essay
  kind: essay
  bank: practice
  least: 150
  most: 200
- code: a-place
  kind: hotspot
  bank: practice
  picture: map.svg
  areas:
    gate: rect 10 20 100 50
    yard: circle 300 100 40
  right: [yard]
  tags: [lanes, pictures]
  difficulty: hard
"""
WORDS = """
an-essay:
  text: Explain it. (LL)
  model: Control and facilitation support each other. (LL)
  explanation: A tutor reads it. (LL)
a-place:
  text: Where are the containers? (LL)
  picture_alt: A port seen from above (LL)
  choices:
    gate: The gate (LL)
    yard: The yard (LL)
  explanation: In the yard. (LL)
"""


@pytest.fixture
def folder(tmp_path) -> CourseFolder:
    folder = course_folder(tmp_path)
    folder.edit("course.yaml", "final_test:\n", QUIZZES)
    folder.edit("questions.yaml", "kind: single", "kind: single\n  tags: [lanes]")
    folder.edit("questions.yaml", "kind: multiple", "kind: multiple\n  difficulty: hard")
    folder.write("questions.yaml", folder.read("questions.yaml") + FACTS.lstrip())
    folder.write("media/map.svg", SVG.format(title="A port"))
    for language in ("en", "fr"):
        path = f"{language}/questions.yaml"
        folder.write(path, folder.read(path) + WORDS.lstrip().replace("LL", language))
        for code in ("before-you-start", "try-it", "exam"):
            folder.write(f"{language}/{code}.md", f"---\ntitle: {code} ({language})\n---\n\nGo ahead.\n")
    return folder


@pytest.fixture
def loaded(folder) -> CourseFolder:
    load_course(folder.root)
    return folder


def quiz(code: str) -> Quiz:
    return Quiz.objects.get(activity__code=code)


def test_every_quiz_stands_in_its_place_in_every_language(loaded):
    found = Activity.objects.order_by("position").values_list("code", "is_required")
    assert list(found) == [
        ("before-you-start", False),
        ("first/everything", True),
        ("first/short", True),
        ("first/try-it", False),
        ("second/last", True),
        ("exam", True),
        ("final-test", True),
    ]
    for code in ("before-you-start", "try-it", "exam", "final-test"):
        assert QuizPage.objects.live().filter(slug=code).count() == 2


def test_facts_of_a_quiz_are_those_of_the_folder(loaded):
    exam = quiz("exam")
    assert (exam.mode, exam.time_limit, exam.cool_down, exam.counts) == ("exam", 30, 60, "last")
    assert exam.is_sequential
    assert exam.review_from == "closing"
    assert (exam.pass_mark, exam.own_pass_mark) == (60, None)
    assert quiz("before-you-start").pass_mark == 0
    assert quiz("final-test").pretest == quiz("before-you-start")


def test_a_quiz_asks_what_its_places_say(loaded):
    paper = draw_paper(quiz=quiz("first/try-it"), seed="any")
    codes = dict(Question.objects.values_list("pk", "code"))
    asked = {codes[key] for key in codes if str(key) in {item["question"] for item in paper}}
    assert asked == {"an-essay", "a-place", "one-right", "two-right"}
    assert {item["kind"] for item in draw_paper(quiz=quiz("exam"), seed="any")} == {"essay", "hotspot"}
    final = {item["kind"] for item in draw_paper(quiz=quiz("final-test"), seed="any")}
    assert not final & {"essay", "hotspot"}


def test_essay_and_hotspot_have_what_their_kinds_need(loaded):
    essay, place = (Question.objects.get(code=code) for code in ("an-essay", "a-place"))
    assert essay.definition == {
        "least": 150,
        "most": 200,
        "model": {
            language: f"Control and facilitation support each other. ({language})"
            for language in ("en", "fr")
        },
    }
    assert place.definition == {
        "areas": {
            "gate": {"shape": "rect", "coords": [10, 20, 100, 50]},
            "yard": {"shape": "circle", "coords": [300, 100, 40]},
        },
        "width": 640,
        "height": 320,
    }
    assert place.picture.title == "example/media/map.svg"
    assert place.picture_alt_fr == "A port seen from above (fr)"
    assert {tag.name for tag in place.tags.all()} == {"lanes", "pictures"}
    assert place.bank.code == "example-practice"


def test_a_model_answer_keeps_its_paragraphs(folder):
    folder.edit(
        "en/questions.yaml",
        "model: Control and facilitation support each other. (en)",
        "model: |\n    Control\n    first.\n\n    Then facilitation.",
    )
    load_course(folder.root)
    model = Question.objects.get(code="an-essay").definition["model"]
    assert model["en"] == "Control first.\n\nThen facilitation."
    assert not load_course(folder.root).records


def test_a_second_load_writes_nothing(loaded):
    assert not load_course(loaded.root).records


def test_a_change_of_places_and_tags_is_brought_in(loaded):
    loaded.edit("course.yaml", "        tags: [lanes]\n", "        tags: [pictures]\n")
    loaded.edit("course.yaml", "questions: [an-essay, a-place]", "questions: [an-essay]")
    loaded.edit("questions.yaml", "tags: [lanes, pictures]", "tags: [pictures]")
    loaded.edit("questions.yaml", "  bank: practice\n  picture", "  picture")
    load_course(loaded.root)
    slots = list(
        quiz("first/try-it").slots.order_by("position").values_list("question__code", "tags", "draw")
    )
    assert slots == [("an-essay", "", 0), (None, "pictures", 1), (None, "", 1)]
    place = Question.objects.get(code="a-place")
    assert [tag.name for tag in place.tags.all()] == ["pictures"]
    assert place.bank.code == "example"


def test_what_is_not_required_is_not_missing(loaded):
    course = quiz("exam").activity.course
    enrolment = join_course(learner=officer(), course=course)
    asked = [item.activity for item in whats_missing(enrolment=enrolment).requirements]
    assert len(asked) == 5
    assert str(quiz("before-you-start").activity_id) not in asked


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("at: first", "at: third", "“at” must be start, end or the code of a module, not “third”"),
        ("code: try-it", "code: second", "“second” is the address of a module"),
        ("code: try-it", "code: final-test", "it stands below “final_test”"),
        ("code: try-it", "code: exam", "the quiz “exam” already stands in line"),
        ("questions: [an-essay", "questions: [an-essey", "there is no question “an-essey”"),
        ("tags: [lanes]", "tags: [planes]", "only these fit: 0 questions"),
        ("draw: 2\n  - code", "draw: 20\n  - code", "the bank has only"),
        ("bank: practice", "bank: theory", "only these fit: 0 questions"),
        ("pretest: before-you-start", "pretest: after", "“after” is no other quiz of this course"),
        ("mode: exam", "mode: ordeal", "“mode” must be one of: test, practice, exam"),
        ("pass_mark: 0", "pass_mark: 101", "must be a whole number from 0 to 100"),
    ],
)
def test_a_fault_in_a_quiz_is_named_by_line(folder, old, new, message):
    folder.edit("course.yaml", old, new)
    assert any(message in str(problem) for problem in faults(folder)), faults(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("right: [yard]", "right: [port]", "“port” is right, but it is none of the areas"),
        ("right: [yard]", "right: [yard, gate]", "say “several: true”"),
        ("circle 300 100 40", "circle 300 100", "an area is a rect"),
        ("circle 300 100 40", "circle 639 100 40", "an area lies outside the picture of 640 × 320"),
        ("picture: map.svg", "picture: chart.svg", "the file chart.svg is not in media"),
        ("  picture: map.svg\n", "", "“picture” is missing"),
        ("least: 150", "least: 500", "“least” must not be more than “most”"),
        ("multiple\n  difficulty: hard", "multiple\n  difficulty: odd", "“difficulty” must be one of: easy"),
    ],
)
def test_a_fault_in_a_question_is_named_by_line(folder, old, new, message):
    folder.edit("questions.yaml", old, new)
    assert any(message in str(problem) for problem in faults(folder)), faults(folder)


def faults(folder) -> list:
    with pytest.raises(SourceProblems) as caught:
        read_course(folder.root)
    return list(caught.value.problems)
