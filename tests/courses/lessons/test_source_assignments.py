"""Assignments of a folder: their pages, facts, rubrics and comments; what changes and what stays."""

from decimal import Decimal

import pytest
from django.utils import timezone

from courses.catalogue.models import Activity, Course
from courses.lessons.api import load_course
from courses.lessons.models import Assignment, AssignmentPage
from courses.lessons.source.problems import SourceProblems
from courses.lessons.source.read import read_course
from enrolment.assessment.models import Submission
from enrolment.programmes.models import CourseRun, RunAssignment, Team
from tests.factories.course_folder import CourseFolder, course_folder

pytestmark = pytest.mark.django_db

ASSIGNMENTS = """assignments:
  - code: essay
    at: first
    minutes: 90
    least: 100
    most: 200
  - code: plan
    minutes: 45
    text: false
    files: 2
    megabytes: 5
    team: true
modules:
"""
RUBRIC = """criteria:
  - code: aims
    levels: {full: 4, partly: 2.5, missing: 0}
  - code: example
    levels: {full: 6, missing: 0}
comments:
  - code: more
    criterion: example
  - code: well
"""
GUIDE = """kind: guide
criteria:
  - code: page
    points: 7.5
"""
RUBRIC_WORDS = """criteria:
  aims:
    title: Both aims (LL)
    description: Control and facilitation. (LL)
    levels:
      full:
        title: Both (LL)
        description: Both are explained. (LL)
      partly:
        title: One (LL)
      missing:
        title: None (LL)
  example:
    title: An example (LL)
    levels:
      full:
        title: Concrete (LL)
      missing:
        title: No example (LL)
comments:
  more: Give an example. (LL)
  well: Well done. (LL)
"""
GUIDE_WORDS = """criteria:
  page:
    title: The page (LL)
"""
PAGE = """---
title: An assignment (LL)
summary: One sentence.
---

Write it down.

## What to write {#what}

Both aims.
"""


@pytest.fixture
def folder(tmp_path) -> CourseFolder:
    folder = course_folder(tmp_path)
    folder.edit("course.yaml", "modules:\n", ASSIGNMENTS)
    folder.write("assignments/essay.yaml", RUBRIC)
    folder.write("assignments/plan.yaml", GUIDE)
    for language in ("en", "fr"):
        folder.write(f"{language}/first/essay.md", PAGE.replace("LL", language))
        folder.write(f"{language}/plan.md", PAGE.replace("LL", language))
        folder.write(f"assignments/{language}/plan.yaml", GUIDE_WORDS.replace("LL", language))
    for language in ("en", "fr", "es"):
        folder.write(f"assignments/{language}/essay.yaml", RUBRIC_WORDS.replace("LL", language))
    return folder


@pytest.fixture
def loaded(folder) -> CourseFolder:
    load_course(folder.root)
    return folder


def assignment(code: str = "first/essay") -> Assignment:
    return Assignment.objects.get(activity__code=code)


def faults(folder) -> list[str]:
    with pytest.raises(SourceProblems) as caught:
        read_course(folder.root)
    return [str(problem) for problem in caught.value.problems]


def test_pages_stand_in_their_places_in_every_language(loaded):
    found = Activity.objects.order_by("position").values_list("code", "kind", "is_required")
    assert list(found) == [
        ("first/everything", "lesson", True),
        ("first/short", "lesson", True),
        ("first/essay", "assignment", False),
        ("second/last", "lesson", True),
        ("plan", "assignment", False),
        ("final-test", "quiz", True),
    ]
    assert AssignmentPage.objects.live().count() == 4
    essay = AssignmentPage.objects.get(slug="essay", locale__language_code="fr")
    assert (essay.title, essay.summary, essay.minutes) == ("An assignment (fr)", "One sentence.", 90)
    assert [block.block_type for block in essay.body] == ["text", "heading", "text"]
    assert [str(block.id) for block in essay.body] == assignment().activity.blocks


def test_the_course_lasts_as_long_as_what_it_asks_for(loaded):
    assert Course.objects.get().minutes == 45
    assert assignment().activity.minutes == 90


def test_facts_are_those_of_the_folder(loaded):
    essay, plan = assignment(), assignment("plan")
    assert (essay.takes_text, essay.most_files, essay.words_from, essay.words_to) == (True, 0, 100, 200)
    assert (plan.takes_text, plan.most_files, plan.most_megabytes, plan.is_group) == (False, 2, 5, True)


def test_rubrics_have_criteria_levels_points_and_words(loaded):
    rubric = assignment().rubric
    assert (rubric.version, rubric.kind, rubric.most) == (1, "rubric", Decimal(10))
    aims, example = rubric.criteria.all()
    assert (aims.code, aims.most, aims.title_en, aims.title_es) == (
        "aims",
        Decimal(4),
        "Both aims (en)",
        "Both aims (es)",
    )
    assert [(level.code, level.points) for level in aims.levels.all()] == [
        ("full", Decimal(4)),
        ("partly", Decimal("2.5")),
        ("missing", Decimal(0)),
    ]
    assert (example.description_en, aims.levels.first().description_fr) == ("", "Both are explained. (fr)")
    guide = assignment("plan").rubric
    assert (guide.kind, guide.most, guide.criteria.get().levels.count()) == ("guide", Decimal("7.5"), 0)
    comments = assignment().bank_comments.values_list("code", "criterion", "text_es")
    assert list(comments) == [("more", "example", "Give an example. (es)"), ("well", "", "Well done. (es)")]


def test_who_hands_in_stays_as_it_is_once_there_is_work(loaded):
    run = CourseRun.objects.create(course=Course.objects.get(), name="Spring")
    work = RunAssignment.objects.create(run=run, assignment=assignment("plan"), due_at=timezone.now())
    Submission.objects.create(run_assignment=work, team=Team.objects.create(run=run, name="Harbour"))
    loaded.edit("course.yaml", "    team: true\n", "")
    loaded.edit("assignments/en/essay.yaml", "Well done. (en)", "Very well done.")
    with pytest.raises(SourceProblems) as caught:
        load_course(loaded.root)
    (problem,) = caught.value.problems
    assert str(problem).endswith("there is work for “plan” already: “team” stays as it is")
    assert problem.path == "course.yaml"
    assert "- code: plan" in (loaded.root / "course.yaml").read_text().splitlines()[problem.line - 1]
    assert assignment("plan").is_group
    assert assignment().bank_comments.get(code="well").text_en == "Well done. (en)"


def test_a_second_load_writes_nothing(loaded):
    assert not load_course(loaded.root).has_changes
    assert assignment().rubrics.count() == 1


def test_other_words_are_mended_where_they_stand(loaded):
    before = assignment().rubric
    loaded.edit("assignments/es/essay.yaml", "Both aims (es)", "Los dos fines")
    loaded.edit("assignments/en/essay.yaml", "Well done. (en)", "Very well done.")
    report = load_course(loaded.root)
    assert report.records == ["assignment essay"]
    assert assignment().rubric == before
    assert before.criteria.get(code="aims").title_es == "Los dos fines"
    assert assignment().bank_comments.get(code="well").text_en == "Very well done."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("partly: 2.5", "partly: 2"),
        ("{full: 6, missing: 0}", "{full: 6, half: 3, missing: 0}"),
        ("{full: 4, partly: 2.5, missing: 0}", "{full: 4, partly: 2.5}"),
    ],
)
def test_other_levels_or_points_make_another_version(loaded, old, new):
    before = assignment().rubric
    loaded.edit("assignments/essay.yaml", old, new)
    for language in ("en", "fr", "es"):
        path = f"assignments/{language}/essay.yaml"
        if "half" in new:
            loaded.edit(path, f"Concrete ({language})\n", "Concrete\n      half:\n        title: Half\n")
        if "partly: 2.5}" in new:
            loaded.edit(path, f"      missing:\n        title: None ({language})\n", "")
    report = load_course(loaded.root)
    assert "rubric of essay, version 2" in report.records
    after = assignment().rubric
    assert (after.version, before.criteria.count()) == (2, 2)
    assert {level.points for item in before.criteria.all() for level in item.levels.all()} == {
        Decimal(4),
        Decimal("2.5"),
        Decimal(6),
        Decimal(0),
    }
    assert not load_course(loaded.root).has_changes


def test_another_order_alone_is_no_other_version(loaded):
    text = loaded.read("assignments/essay.yaml")
    first = "  - code: aims\n    levels: {full: 4, partly: 2.5, missing: 0}\n"
    second = "  - code: example\n    levels: {full: 6, missing: 0}\n"
    loaded.write("assignments/essay.yaml", text.replace(first + second, second + first))
    load_course(loaded.root)
    rubric = assignment().rubric
    assert (rubric.version, [item.code for item in rubric.criteria.all()]) == (1, ["example", "aims"])


def test_words_of_a_language_that_the_folder_has_not_stay(loaded):
    rubric = assignment().rubric
    rubric.criteria.filter(code="aims").update(title_pt="Os dois fins")
    loaded.edit("assignments/essay.yaml", "full: 4", "full: 5")
    load_course(loaded.root)
    found = assignment().rubric
    assert (found.version, found.criteria.get(code="aims").title_pt) == (2, "Os dois fins")


def test_a_comment_that_leaves_the_folder_leaves_the_bank(loaded):
    loaded.edit("assignments/essay.yaml", "  - code: well\n", "")
    for language in ("en", "fr", "es"):
        loaded.edit(f"assignments/{language}/essay.yaml", f"  well: Well done. ({language})\n", "")
    load_course(loaded.root)
    assert [item.code for item in assignment().bank_comments.all()] == ["more"]


def test_an_assignment_that_leaves_the_folder_is_unpublished_and_its_record_stays(loaded):
    old = assignment("plan")
    text = loaded.read("course.yaml")
    start = text.index("  - code: plan")
    loaded.write("course.yaml", text[:start] + text[text.index("modules:") :])
    for path in ("en/plan.md", "fr/plan.md", "assignments/plan.yaml", "assignments/en/plan.yaml"):
        loaded.delete(path)
    loaded.delete("assignments/fr/plan.yaml")
    report = load_course(loaded.root)
    assert report.unpublished == ["en/plan", "fr/plan"]
    old.activity.refresh_from_db()
    assert old.activity.is_archived
    assert Assignment.objects.filter(pk=old.pk).exists()


def test_what_is_not_translated_is_noted_and_the_rest_loaded(folder):
    folder.delete("fr/first/essay.md")
    folder.delete("assignments/fr/plan.yaml")
    folder.edit("assignments/es/essay.yaml", "  well: Well done. (es)\n", "")
    notes = [str(note) for note in read_course(folder.root)[1]]
    assert "fr/first/essay.md:1: not translated yet" in notes
    assert "assignments/fr/plan.yaml:1: not translated yet" in notes
    assert any("the comment “well” is not translated yet" in note for note in notes)
    load_course(folder.root)
    assert AssignmentPage.objects.live().filter(slug="essay").count() == 1


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (
            "course.yaml",
            "at: first\n    minutes: 90",
            "at: third\n    minutes: 90",
            "“at” must be end or the code of",
        ),
        ("course.yaml", "code: plan", "code: short", "“short” already stands in line"),
        ("course.yaml", "code: plan", "code: essay", "“essay” already stands in line"),
        ("course.yaml", "code: plan", "code: final-test", "is the address of the final test"),
        ("course.yaml", "    files: 2\n", "", "takes a text, or “files”, or both"),
        ("course.yaml", "least: 100", "least: 300", "“least” must not be more than “most”"),
        ("course.yaml", "files: 2", "files: 11", "must be a whole number from 0 to 10"),
        ("course.yaml", "minutes: 45", "minuets: 45", "“minuets” is not known here"),
        ("assignments/essay.yaml", "partly: 2.5", "partly: many", "“partly” must be a number of points"),
        (
            "assignments/essay.yaml",
            "full: 4, partly: 2.5, missing: 0",
            "full: 4",
            "a criterion has 2 to 12 levels",
        ),
        (
            "assignments/essay.yaml",
            "{full: 6, missing: 0}",
            "{full: 0, missing: 0}",
            "best level must have points",
        ),
        (
            "assignments/essay.yaml",
            "code: example\n    levels",
            "code: aims\n    levels",
            "“aims” stands twice",
        ),
        (
            "assignments/essay.yaml",
            "criterion: example",
            "criterion: sample",
            "there is no criterion “sample”",
        ),
        ("assignments/essay.yaml", "criteria:\n", "points: 4\ncriteria:\n", "“points” is not known here"),
        ("assignments/plan.yaml", "points: 7.5", "points: 0", "a criterion must have points"),
        ("assignments/plan.yaml", "kind: guide", "kind: holistic", "“kind” must be one of: rubric, guide"),
        (
            "assignments/en/essay.yaml",
            "  well: Well done. (en)\n",
            "",
            "the words of the comment “well” are missing",
        ),
        (
            "assignments/en/essay.yaml",
            "      partly:\n",
            "      halfly:\n",
            "there is no level “halfly” in the facts",
        ),
        (
            "assignments/fr/essay.yaml",
            "  aims:\n",
            "  names:\n",
            "there is no criterion “names” in the facts",
        ),
        (
            "assignments/fr/essay.yaml",
            "Both aims (fr)",
            "Both aims \u202e",
            "the character U+202E cannot be stored",
        ),
        (
            "fr/first/essay.md",
            "{#what}",
            "{#other}",
            "the block “other” (heading) is not in the source lesson",
        ),
    ],
)
def test_a_fault_is_named_by_file_and_line(folder, path, old, new, message):
    folder.edit(path, old, new)
    found = [fault for fault in faults(folder) if message in fault]
    assert found, faults(folder)
    assert found[0].startswith(f"{path}:")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("assignments/essay.yaml", "this file is missing"),
        ("assignments/en/essay.yaml", "this file is missing"),
        ("en/first/essay.md", "this file is missing"),
    ],
)
def test_what_is_missing_is_named(folder, path, message):
    folder.delete(path)
    assert any(fault.startswith(f"{path}:1: {message}") for fault in faults(folder))


@pytest.mark.parametrize(
    "path", ["assignments/essey.yaml", "assignments/xx/essay.yaml", "en/second/essay.md"]
)
def test_a_file_that_is_in_no_outline_is_a_mistake(folder, path):
    folder.write(path, "criteria: []\n")
    assert faults(folder) == [f"{path}:1: this file is not in the outline of course.yaml"]
