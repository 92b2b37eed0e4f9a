"""Whatever is wrong with a folder is said with its file and line, all at once, and nothing is written."""

import pytest
from wagtail.images.models import Image
from wagtail.models import Page

from courses.catalogue.models import Course, Subject
from courses.lessons.api import SourceProblems, check_course, load_course
from tests.factories.course_folder import CourseFolder, course_folder

pytestmark = pytest.mark.django_db

LESSON = "en/first/everything.md"
SHORT = "en/first/short.md"
FRENCH = "fr/first/everything.md"


def problems_of(folder: CourseFolder) -> list[str]:
    """The problems of a folder, once it is certain that they kept everything from being written."""
    before = Page.objects.count(), Image.objects.count(), Subject.objects.count()
    with pytest.raises(SourceProblems) as refusal:
        load_course(folder.root)
    assert (Page.objects.count(), Image.objects.count(), Subject.objects.count()) == before
    assert not Course.objects.exists()
    return [str(problem) for problem in refusal.value.problems]


# file · what stands there · what is put in its place · words of the line named (or its number) · message
EDITS = [
    # course.yaml
    ("course.yaml", "code: example", "code: Example_1", "code: Example", "“code” must be lower-case letters"),
    ("course.yaml", "code: example\n", "", 1, "“code” is missing"),
    ("course.yaml", "compliance", "cooking", "subject:", "“cooking” is no subject (there are: compliance"),
    ("course.yaml", "level: foundation", "level: easy", "level:", "“level” must be one of: foundation, inte"),
    ("course.yaml", "language: en", "language: de", "language:", "“source_language” must be one of: en, fr"),
    ("course.yaml", "pass_mark: 60", "pass_mark: 101", "pass_mark", "must be a whole number from 1 to 100"),
    ("course.yaml", "pass_mark: 60", "pass_mark: many", "pass_mark", "must be a whole number from 1 to 100"),
    ("course.yaml", "pass_mark: 60", "passmark: 60", "passmark", "“passmark” is not known here (known: assi"),
    ("course.yaml", "level: foundation", "level: foundation\nlevel: advanced", 4, "“level” stands here twic"),
    ("course.yaml", "cover.svg", "other.svg", "cover:", "the file other.svg is not in media"),
    ("course.yaml", "cover.svg", "film.mp4", "cover:", "“film.mp4” cannot stand here"),
    ("course.yaml", "shuffle: true", "shuffle: perhaps", "shuffle", "“shuffle” must be true or false"),
    ("course.yaml", "review: explanations", "review: all", "review", "“review” must be one of: nothing, sco"),
    ("course.yaml", "draw: 2", "draw: 4", "draw", "“draw” is 4, but the bank has only 3 questions"),
    ("course.yaml", "draw: 2", "draws: 2", "draws", "“draws” is not known here"),
    ("course.yaml", "code: second", "code: final-test", "code: final-test", "is the address of the final te"),
    ("course.yaml", "minutes: 20", "minutes: 0", "minutes: 0", "a whole number from 1 to 600"),
    ("course.yaml", "        minutes: 20\n", "", "code: everything", "“minutes” is missing"),
    ("course.yaml", "modules:", "modules: none\nmodulez:", "modules:", "“modules” must be a list"),
    ("course.yaml", "source_language: en", "source_language: en: fr", "language", "must stand in quotes"),
    ("course.yaml", "code: example", "code: &it example\nagain: *it", 2, "aliases (&name, *name) are not us"),
    ("course.yaml", "code: example", "code: !!python/name:os.system x", 1, "is not used here"),
    ("course.yaml", "code: example", "- code: example\n- b", 3, "YAML: "),
    # questions.yaml
    ("questions.yaml", "kind: single", "kind: riddle", "kind: riddle", "“kind” must be one of: single, mul"),
    ("questions.yaml", "right: [green]", "right: [black]", "right: [black]", "“black” is right, but it is n"),
    ("questions.yaml", "right: [green]", "right: []", "right: []", "“right” is empty"),
    ("questions.yaml", "right: [green]", "right: [green, red]", "right:", "has one right choice"),
    ("questions.yaml", "right: false", "right: maybe", "right: maybe", "“right” must be true or false"),
    ("questions.yaml", "right: false", "right: false\n  choices: [a, b]", "choices: [a", "no “choices” of i"),
    ("questions.yaml", "lesson: last", "lesson: lost", "lesson: lost", "there is no lesson “lost” in course"),
    ("questions.yaml", "https://example.org/lanes", "a book", "source:", "“source” must be an address"),
    ("questions.yaml", "code: two-right", "code: one-right", 7, "already stands in line 1"),
    # the words of questions
    ("en/questions.yaml", "two-right:", "two-wrong:", "two-wrong", "there is no question “two-wrong”"),
    ("en/questions.yaml", "two-right:", "two-wrong:", 1, "the words of the question “two-right” are missing"),
    ("en/questions.yaml", "  explanation: Green is free. (en)\n", "", "one-right:", "“explanation” is missi"),
    ("en/questions.yaml", "Which lane is", "Which **lane** is", "**lane**", "“text” is shown as plain text"),
    ("en/questions.yaml", "Which lane is free?", "*Which* lane?", "*Which*", "begins with * or & must stand"),
    ("en/questions.yaml", "Which lane is free?", "`Which` lane?", "`Which`", "begins with @ or ` or % must"),
    # front matter
    ("en/course.md", "summary: One sentence about the course.\n", "", 2, "“summary” is missing"),
    ("en/course.md", "One sentence about the course.", "x" * 241, "summary", "has 241 characters; at most 2"),
    ("en/course.md", "objectives:\n", "objectives: one\ngoals:\n", "objectives", "“objectives” must be a li"),
    ("en/course.md", "title: An example (en)", "title:", "title", "“title” is missing"),
    ("en/course.md", "title: An example (en)", "title: [a, b]", "title", "“title” must be a text"),
    ("en/course.md", "title: An example (en)", "title: Risk: a course", "title", "must stand in quotes"),
    ("en/course.md", "---\ntitle", "title", 1, "the file must begin with front matter"),
    ("en/first/module.md", "course.\n---\n", "course.\n", 1, "the front matter has no closing ---"),
    ("en/first/module.md", "course.\n---\n", "course.\n---\n\nText.\n", "Text.", "and no text of its own"),
    ("en/final-test.md", "\nTake your time.\n", "", 4, "the text below the front matter is missing"),
    # text
    (SHORT, "Words in en.", "# Big", "# Big", "only ### headings may stand in text"),
    (SHORT, "Words in en.", "> Words", "> Words", "“>” means nothing here"),
    (SHORT, "Words in en.", "| a | b |", "| a", "a table must stand in a ::: table"),
    (SHORT, "Words in en.", "![x](y.png)", "![x]", "a picture must stand in a ::: picture"),
    (SHORT, "Words in en.", "```", "```", "code blocks are not shown"),
    (SHORT, "Words in en.", "a\n\n---", 10, "a line of dashes means nothing"),
    (SHORT, "Words in en.", "a [b](javascript:c)", "javascript", "must begin with https:// or http://"),
    (SHORT, "Words in en.", "a [b](../other)", "../other", "must begin with https:// or http://"),
    (SHORT, "## A heading in en {#heading}", "## A heading", "## A heading", "this heading has no key"),
    (SHORT, "{#heading}", "{#Heading One}", "## A", "the key “Heading One” must be lower-case"),
    (SHORT, "{#point}", "{#heading}", "::: keypoint", "the key “heading” is already used in line 10"),
    (SHORT, "## A heading in en", "## ", "## ", "this heading has no words"),
    (SHORT, "## A heading in en", "## A *heading*", "## ", "“heading” is shown as plain text"),
    # fences
    (SHORT, "::: keypoint {#point}", "::: keypoint", "::: keypoint", "this fence has no key"),
    (SHORT, "::: keypoint", "::: tip", "::: tip", "“tip” is no kind of fence (there are: keypoint, defin"),
    (SHORT, "thing.\n:::", "thing.\n", "::: keypoint", "is never closed with “:::”"),
    (SHORT, "The **one** thing.", "::: keypoint {#x}", 15, "a fence cannot stand in another"),
    (SHORT, "The **one** thing.\n", "", "::: keypoint", "this keypoint is empty"),
    (SHORT, "Words in en.", ":::keypoint #x", ":::keypoint #x", "this is no fence"),
    (LESSON, "term: Risk\n", "", "::: definition", "“term” is missing"),
    (LESSON, "term: Risk", "term:", "term:", "“term” is missing"),
    (LESSON, "term: Risk", "term: **Risk**", "term:", "“term” is shown as plain text"),
    (LESSON, "term: Risk", "term: Risk\nterm: Threat", "term: Threat", "“term” stands here twice"),
    (LESSON, "term: Risk", "Risk\nterm: Risk", 22, "a field must stand here (term, text, source)"),
    (LESSON, "situation: Forty", "situation: |\nForty", "situation", "without “|”"),
    (LESSON, "source: https://example.org/kyoto", "source: chapter 6", "source: chapter", "must be an addre"),
    (LESSON, "1. **Identify.**", "- **Identify.**", "- **Identify", "a step begins with its number"),
    (LESSON, "### Brainstorming\n", "", "::: accordion", "an accordion has at least two sections"),
    (LESSON, "### Delphi\n", "", "Experts", "an accordion begins with “### Title”"),
    (LESSON, "Experts in rounds.\n", "", "### Delphi", "this section has no text"),
    (LESSON, "caption: Lanes\n", "", "::: table", "“caption” is missing"),
    (LESSON, "|---|---|\n", "", "| Lane", "a table has a header row, a row of |---|---|"),
    (LESSON, "| Red | A", "| Red | B | A", "| Red", "this row has 3 cells, the header has 2"),
    (LESSON, "| Lane | What", "| **Lane** | What", "**Lane**", "“header” is shown as plain text"),
    (LESSON, "file: matrix.svg", "file: none.svg", "none.svg", "none.svg is not in en/media or media"),
    (LESSON, "file: matrix.svg", "file: ../x.svg", "../x.svg", "“../x.svg” is no file name"),
    (LESSON, "file: matrix.svg", "file: form.pdf", "file: form.pdf", "“form.pdf” cannot stand here"),
    (LESSON, "credit: Drawn for this course\n", "", "::: picture", "“credit” is missing"),
    (LESSON, "transcript: An officer speaks.\n", "", "::: video", "“transcript” is missing"),
    (LESSON, "captions: film.vtt", "captions: form.pdf", "captions:", "“form.pdf” cannot stand here"),
    (LESSON, "discussion: The second.\n", "", "::: case", "“discussion” is missing"),
    (LESSON, "- [x] We", "- [ ] We", "::: check", "none of these answers is right"),
    (LESSON, "- [ ] Smugglers exist.\n  > A threat.\n", "", "::: check", "a check has at least two answers"),
    (LESSON, "  > Yes.\n", "", "- [x] We", "this answer has no feedback"),
    (LESSON, "- [x] We", "- (x) We", "- (x)", "an answer is “- [x] words”"),
    (LESSON, "question: Which is a risk?\n", "", "::: check", "“question” is missing"),
    (LESSON, "- [Kyoto](https", "- Kyoto (https", "- Kyoto", "write “- [title](https://…)"),
    (LESSON, "[Kyoto](https://", "[Kyoto](ftp://", "ftp://", "must begin with https:// or http://"),
    # a translation
    (FRENCH, "::: keypoint {#keypoint}\nThe one thing to remember.\n:::\n", "", "Text of", "“keypoint” (key"),
    (FRENCH, "## A section", "## More {#more}\n\n## A section", "## More", "“more” (heading) is not in the"),
    (FRENCH, "{#section}", "{#part}", "## A section", "the block “part” (heading) is not in the source"),
    (FRENCH, "::: audio", "::: video", "::: video {#voice}", "“voice” is a video here and an audio in the s"),
    (FRENCH, "- [ ] Smugglers", "- [x] Smugglers", "::: check", "the right answers of “threat” are not thos"),
    ("fr/questions.yaml", "Green (fr)\n    blue: Blue (fr)\n  explanation: Green",
     "\n  explanation: Green", "green:", "“green” is missing"),
    ("fr/questions.yaml", "Green (fr)\n    blue: Blue (fr)\n  explanation: Green",
     "Green\n  explanation: Green", "choices:", "“blue” is missing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "old", "new", "place", "message"), EDITS, ids=[f"{row[0]}-{row[4][:40]}" for row in EDITS]
)
def test_a_problem_is_named_by_file_and_line(tmp_path, path, old, new, place, message):
    folder = course_folder(tmp_path)
    folder.edit(path, old, new)
    line = place if isinstance(place, int) else folder.line(path, place)
    found = problems_of(folder)
    assert any(each.startswith(f"{path}:{line}: ") and message in each for each in found), found


def test_all_problems_are_said_at_once_sorted(tmp_path):
    folder = course_folder(tmp_path)
    folder.edit("fr/course.md", "title: An example (fr)", "title:")
    folder.edit(SHORT, "Words in en.", "# One\n\n> Two")
    folder.edit("course.yaml", "pass_mark: 60", "pass_mark: 0")
    assert [each.split(": ")[0] for each in problems_of(folder)] == [
        "course.yaml:5",
        "en/first/short.md:8",
        "en/first/short.md:10",
        "fr/course.md:2",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "course.yaml",
        "questions.yaml",
        "en/course.md",
        "en/questions.yaml",
        "en/final-test.md",
        "en/first/module.md",
        "en/first/short.md",
        "fr/course.md",
        "fr/first/module.md",
    ],
)
def test_a_missing_file_is_named(tmp_path, path):
    folder = course_folder(tmp_path)
    folder.delete(path)
    found = problems_of(folder)
    assert any(each.startswith(f"{path}:1: this file is missing") for each in found), found


def test_a_missing_source_language_and_a_missing_folder(tmp_path):
    folder = course_folder(tmp_path, languages=("fr",))
    assert "course.yaml:1: there is no folder en with the source words" in problems_of(folder)
    assert problems_of(CourseFolder(tmp_path / "nowhere")) == ["course.yaml:1: there is no such folder"]


def test_a_lesson_stands_in_one_module_only(tmp_path):
    folder = course_folder(tmp_path)
    folder.edit("course.yaml", "code: last", "code: short")
    assert "course.yaml:21: the lesson “short” already stands in line 17" in problems_of(folder)
    folder.edit("course.yaml", "code: second", "code: first")
    assert "course.yaml:19: the module “first” already stands in line 13" in problems_of(folder)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("en/first/extra.md", "this file is not in the outline of course.yaml"),
        ("extra.yaml", "this file is not in the outline of course.yaml"),
        ("de/course.md", "“de” is none of the languages of this site (en, fr, es, ar, am)"),
    ],
)
def test_a_text_nobody_asked_for_is_named(tmp_path, path, message):
    folder = course_folder(tmp_path)
    folder.write(path, "---\ntitle: x\n---\n")
    assert problems_of(folder) == [f"{path}:1: {message}"]


def test_blocks_in_another_order_are_named_once(tmp_path):
    folder = course_folder(tmp_path)
    point = "::: keypoint {#point}\nThe **one** thing.\n:::\n"
    folder.edit("fr/first/short.md", point, "")
    folder.edit("fr/first/short.md", "## A heading", f"{point}\n## A heading")
    assert problems_of(folder) == [
        "fr/first/short.md:10: the block “point” stands here; in the source lesson it is “heading”"
    ]


def test_an_edition_needs_a_catalogue_in_its_language(tmp_path):
    from courses.catalogue.models import CataloguePage

    folder = course_folder(tmp_path)
    CataloguePage.objects.get(locale__language_code="fr").delete()
    assert problems_of(folder) == ["fr/course.md:1: this site has no catalogue in the language fr"]


def test_subjects_beside_the_folder_are_read_and_checked(tmp_path):
    folder = course_folder(tmp_path)
    (tmp_path / "subjects.yaml").write_text("- code: origin\n  name: {fr: Origine}\n", encoding="utf-8")
    assert problems_of(folder) == [
        "../subjects.yaml:2: “en” is missing",
        "course.yaml:2: “compliance” is no subject (there are: origin)",
    ]


def test_what_is_not_translated_yet_is_a_note(tmp_path):
    folder = course_folder(tmp_path)
    for path in ("fr/second/last.md", "fr/second/module.md", "fr/final-test.md", "fr/questions.yaml"):
        folder.delete(path)
    folder.write("en/media/unused.svg", folder.read("media/cover.svg"))
    folder.write("notes.txt", "for later")
    report = check_course(folder.root)
    assert [str(note) for note in report.notes] == [
        "en/media/unused.svg:1: no lesson uses this file",
        "fr/final-test.md:1: not translated yet",
        "fr/questions.yaml:1: no question is translated yet",
        "fr/second/last.md:1: not translated yet",
        "notes.txt:1: this file is no part of a course",
    ]
    assert report.is_only_checked
    assert not Course.objects.exists()


def test_a_question_without_words_in_a_translation_is_a_note(tmp_path):
    folder = course_folder(tmp_path)
    words = folder.read("fr/questions.yaml")
    folder.write("fr/questions.yaml", words[: words.index("true-or-false")])
    assert [str(note) for note in check_course(folder.root).notes] == [
        "fr/questions.yaml:1: the question “true-or-false” is not translated yet"
    ]


def test_plain_words_stay_as_they_were_typed(tmp_path):
    folder = course_folder(tmp_path)
    folder.edit("en/course.md", "title: An example (en)", "title: 7.4")
    folder.edit("questions.yaml", "[red, green, blue]\n  right: [green]", "[yes, no, off]\n  right: [no]")
    for language in ("en", "fr"):
        words = folder.read(f"{language}/questions.yaml")
        for old, new in (("red", "yes"), ("green", "no"), ("blue", "off")):
            words = words.replace(f"    {old}:", f"    {new}:", 1)
        folder.write(f"{language}/questions.yaml", words)
    assert check_course(folder.root).notes == ()
