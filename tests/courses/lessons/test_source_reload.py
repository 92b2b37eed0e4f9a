"""A folder loaded again: exactly what changed is written, and nothing that was is lost."""

import shutil
from uuid import UUID

import pytest
from wagtail.images.models import Image
from wagtail.models import Page, Revision
from wagtail.signals import page_unpublished

from courses.catalogue.models import Activity, Course, CoursePage
from courses.lessons.api import load_course
from courses.lessons.models import LessonPage
from courses.quizzes.models import Choice, Question, Quiz
from tests.factories.course_folder import SVG, CourseFolder, course_folder

pytestmark = pytest.mark.django_db

LESSONS = ["first/everything", "first/short", "second/last"]
SHORTS = ("en/first/short.md", "fr/first/short.md")


@pytest.fixture
def loaded(tmp_path) -> CourseFolder:
    folder = course_folder(tmp_path)
    load_course(folder.root)
    return folder


def lesson(code: str, language: str = "en") -> LessonPage:
    return LessonPage.objects.get(slug=code, locale__language_code=language)


def titles_in_order(language: str = "en") -> list[str]:
    root = CoursePage.objects.get(locale__language_code=language)
    return list(Page.objects.descendant_of(root).live().order_by("path").values_list("slug", flat=True))


def codes() -> list[str]:
    return list(Activity.objects.current().order_by("position").values_list("code", flat=True))


def right_of(code: str) -> set[str]:
    return set(Choice.objects.filter(question__code=code, is_right=True).values_list("code", flat=True))


# --- Again ------------------------------------------------------------------------------------


def test_a_second_load_writes_nothing(loaded, django_assert_max_num_queries):
    with django_assert_max_num_queries(25) as queries:
        report = load_course(loaded.root)
    assert not report.has_changes
    assert report.unchanged == 14
    written = [query["sql"] for query in queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []


def test_an_edit_changes_exactly_that_page(loaded):
    before = dict(Page.objects.values_list("pk", "latest_revision_id"))
    loaded.edit("fr/first/short.md", "More words.", "Other words.")
    report = load_course(loaded.root)
    assert (report.updated, report.unchanged) == (["fr/first/short"], 13)
    after = dict(Page.objects.values_list("pk", "latest_revision_id"))
    page = lesson("short", "fr")
    assert {pk for pk in after if after[pk] != before[pk]} == {page.pk}
    assert "Other words." in str(page.body[2].value)
    assert Revision.objects.for_instance(page).count() == 2
    assert not page.has_unpublished_changes


@pytest.mark.parametrize(
    ("path", "old", "new", "updated"),
    [
        ("en/course.md", "Officers at a border post.", "Everybody.", ["en/"]),
        ("en/first/module.md", "A part of the course.", "Another part.", ["en/first"]),
        ("fr/final-test.md", "Take your time.", "Hurry.", ["fr/final-test"]),
        ("course.yaml", "minutes: 10", "minutes: 12", ["en/first/short", "fr/first/short"]),
        ("en/first/short.md", "  - Know one thing", "  - Know two things", ["en/first/short"]),
    ],
)
def test_each_kind_of_page_is_brought_up_to_date(loaded, path, old, new, updated):
    loaded.edit(path, old, new)
    report = load_course(loaded.root)
    assert [f"{name}/" if "/" not in name else name for name in report.updated] == updated
    assert not load_course(loaded.root).has_changes


def test_facts_are_brought_up_to_date_without_touching_pages(loaded):
    loaded.edit("course.yaml", "pass_mark: 60", "pass_mark: 80")
    loaded.edit("course.yaml", "draw: 2", "draw: 3")
    report = load_course(loaded.root)
    assert report.records == ["course example", "final test"]
    assert (report.updated, report.unchanged) == ([], 14)
    assert Course.objects.get().pass_mark == 80
    assert (Quiz.objects.get().slots.get().draw, Quiz.objects.get().pass_mark) == (3, 80)


def test_a_changed_picture_is_a_new_record_and_the_old_one_stays(loaded):
    old = lesson("everything").body[9].value["image"]
    loaded.write("en/media/matrix.svg", SVG.format(title="A new matrix"))
    report = load_course(loaded.root)
    assert report.files == ["en/media/matrix.svg"]
    assert report.updated == ["en/first/everything"]
    new = lesson("everything").body[9].value["image"]
    assert new.pk != old.pk
    assert Image.objects.filter(pk=old.pk).exists()
    assert not load_course(loaded.root).has_changes


def test_what_an_author_changed_in_the_back_office_is_overwritten_with_its_history(loaded):
    page = lesson("short")
    page.title = "By hand"
    page.save_revision().publish()
    assert load_course(loaded.root).updated == ["en/first/short"]
    page = lesson("short")
    assert page.title == "A short lesson (en)"
    titles = [revision.content["title"] for revision in Revision.objects.for_instance(page).order_by("pk")]
    assert titles == ["A short lesson (en)", "By hand", "A short lesson (en)"]


def test_a_draft_upon_an_unchanged_page_stays_a_draft(loaded):
    page = lesson("short")
    page.title = "Not ready"
    page.save_revision()
    assert not load_course(loaded.root).has_changes
    assert lesson("short").has_unpublished_changes


# --- The outline changes ----------------------------------------------------------------------


def test_a_lesson_taken_out_is_unpublished_and_its_record_kept(loaded):
    activity = Activity.objects.get(code="first/short")
    drop_short(loaded)
    gone = []
    page_unpublished.connect(listen := lambda sender, instance, **_: gone.append(instance.pk))
    try:
        report = load_course(loaded.root)
    finally:
        page_unpublished.disconnect(listen)
    assert sorted(report.unpublished) == ["en/first/short", "fr/first/short"]
    assert len(gone) == 2
    assert not lesson("short").live
    activity.refresh_from_db()
    assert activity.is_archived
    assert codes() == ["first/everything", "second/last", "final-test"]
    assert Course.objects.get().minutes == 35
    assert not load_course(loaded.root).has_changes


def test_a_lesson_that_comes_back_is_the_same_lesson(loaded):
    key = lesson("short").translation_key
    before = {path: loaded.read(path) for path in ("course.yaml", "questions.yaml", *SHORTS)}
    drop_short(loaded)
    load_course(loaded.root)
    for path, text in before.items():
        loaded.write(path, text)
    assert load_course(loaded.root).updated == ["en/first/short", "fr/first/short"]
    assert lesson("short").live
    assert lesson("short").translation_key == key
    assert codes() == [*LESSONS, "final-test"]


def drop_short(folder: CourseFolder) -> None:
    folder.edit("course.yaml", "      - code: short\n        minutes: 10\n", "")
    folder.edit("questions.yaml", "  lesson: short\n", "")
    for path in SHORTS:
        folder.delete(path)


def test_lessons_change_places(loaded):
    keys = {code: lesson(code).translation_key for code in ("everything", "short")}
    loaded.edit("course.yaml", "      - code: everything\n        minutes: 20\n", "")
    loaded.edit(
        "course.yaml",
        "        minutes: 10\n",
        "        minutes: 10\n      - code: everything\n        minutes: 20\n",
    )
    report = load_course(loaded.root)
    assert (report.updated, report.created) == ([], [])
    for language in ("en", "fr"):
        assert titles_in_order(language) == ["first", "short", "everything", "second", "last", "final-test"]
    assert codes() == ["first/short", "first/everything", "second/last", "final-test"]
    assert {code: lesson(code).translation_key for code in keys} == keys
    assert Page.find_problems() == ([], [], [], [], [])
    assert not load_course(loaded.root).has_changes


def test_a_lesson_moves_to_another_module_with_its_progress(loaded):
    activity = Activity.objects.get(code="first/short")
    loaded.edit("course.yaml", "      - code: short\n        minutes: 10\n", "")
    loaded.edit(
        "course.yaml",
        "      - code: last\n",
        "      - code: short\n        minutes: 10\n      - code: last\n",
    )
    for language in ("en", "fr"):
        loaded.write(f"{language}/second/short.md", loaded.read(f"{language}/first/short.md"))
        loaded.delete(f"{language}/first/short.md")
    report = load_course(loaded.root)
    assert (report.created, report.unpublished) == ([], [])
    assert titles_in_order() == ["first", "everything", "second", "short", "last", "final-test"]
    assert lesson("short", "fr").url_path == "/home-fr/courses/example/second/short/"
    activity.refresh_from_db()
    assert (activity.code, activity.is_archived) == ("second/short", False)
    assert Page.find_problems() == ([], [], [], [], [])
    assert not load_course(loaded.root).has_changes


def test_a_new_lesson_takes_its_place(loaded):
    words = loaded.read("en/first/short.md")
    loaded.write("en/first/new.md", words.replace("short", "new"))
    loaded.edit(
        "course.yaml", "      - code: short\n", "      - code: new\n        minutes: 5\n      - code: short\n"
    )
    report = load_course(loaded.root)
    assert report.created == ["en/first/new"]
    assert [str(note) for note in report.notes] == ["fr/first/new.md:1: not translated yet"]
    assert titles_in_order() == ["first", "everything", "new", "short", "second", "last", "final-test"]
    assert titles_in_order("fr") == ["first", "everything", "short", "second", "last", "final-test"]
    assert codes() == ["first/everything", "first/new", "first/short", "second/last", "final-test"]


def test_an_edition_the_folder_does_not_have_stays_as_it_is(loaded):
    shutil.rmtree(loaded.root / "fr")
    assert not load_course(loaded.root).has_changes
    assert lesson("short", "fr").live
    assert Question.objects.get(code="one-right").text_fr
    loaded.edit("course.yaml", "      - code: short\n        minutes: 10\n", "")
    loaded.edit("questions.yaml", "  lesson: short\n", "")
    loaded.delete("en/first/short.md")
    assert sorted(load_course(loaded.root).unpublished) == ["en/first/short", "fr/first/short"]


def test_an_edition_is_added_later(tmp_path):
    folder = course_folder(tmp_path, languages=("en",))
    load_course(folder.root)
    course_folder(tmp_path, languages=("en", "fr", "ar"))
    report = load_course(folder.root)
    assert len(report.created) == 14
    assert report.updated == []
    assert lesson("last", "ar").translation_key == lesson("last").translation_key
    assert Question.objects.get(code="one-right").text_ar == "Which lane is free? (ar)"


def test_pages_made_by_hand_at_the_same_address_are_taken_over(loaded):
    """As in a site whose course was written in the back office and then exported to a folder."""
    keys = {}
    for page in Page.objects.filter(url_path__contains="/courses/example/"):
        own = keys.setdefault(page.translation_key, UUID(int=len(keys) + 1))
        Page.objects.filter(pk=page.pk).update(translation_key=own)
    french = Page.objects.filter(locale__language_code="fr", slug="short")
    french.update(translation_key="00000000-0000-0000-0000-00000000ffff")
    report = load_course(loaded.root)
    assert report.created == []
    assert report.updated == ["fr/first/short"]
    assert lesson("short").translation_key.int < 100
    assert lesson("short", "fr").translation_key == lesson("short").translation_key


def test_a_record_that_was_lost_is_made_again(loaded):
    Activity.objects.filter(code="final-test").update(is_archived=True)
    load_course(loaded.root)
    assert codes() == [*LESSONS, "final-test"]


# --- Questions change -------------------------------------------------------------------------


def test_words_and_keys_of_a_question_are_corrected_in_place(loaded):
    before = {item.code: item.pk for item in Question.objects.all()}
    loaded.edit("en/questions.yaml", "Which lane is free?", "Which lane is quick?")
    loaded.edit("questions.yaml", "right: [green]", "right: [blue]")
    loaded.edit(
        "fr/questions.yaml",
        "Green (fr)\n    blue: Blue (fr)\n  explanation: Green",
        "Vert\n    blue: Bleu\n  explanation: Green",
    )
    report = load_course(loaded.root)
    assert report.records == [
        "question one-right",
        "choice one-right/green",
        "choice one-right/blue",
    ]
    assert {item.code: item.pk for item in Question.objects.all()} == before
    assert right_of("one-right") == {"blue"}
    assert Choice.objects.get(question__code="one-right", code="green").text_fr == "Vert"
    assert Question.objects.get(code="one-right").text_en == "Which lane is quick? (en)"


def test_a_question_taken_out_is_retired_and_comes_back(loaded):
    text = loaded.read("questions.yaml")
    words = {language: loaded.read(f"{language}/questions.yaml") for language in ("en", "fr")}
    loaded.write("questions.yaml", text[: text.index("- code: true-or-false")])
    for language in words:
        loaded.write(f"{language}/questions.yaml", words[language][: words[language].index("true-or-false")])
    load_course(loaded.root)
    assert Question.objects.get(code="true-or-false").is_retired
    assert not load_course(loaded.root).has_changes
    loaded.write("questions.yaml", text)
    for language in words:
        loaded.write(f"{language}/questions.yaml", words[language])
    load_course(loaded.root)
    assert not Question.objects.get(code="true-or-false").is_retired


def test_a_question_that_loses_a_choice_is_another_question(loaded):
    """Papers that were sat hold the ids of the choices they showed."""
    old = Question.objects.get(code="one-right")
    shown = set(old.choices.values_list("pk", flat=True))
    lose_red(loaded)
    load_course(loaded.root)
    new = Question.objects.get(code="one-right")
    old.refresh_from_db()
    assert new.pk != old.pk
    assert (old.code, old.is_retired) == ("one-right-before-1", True)
    assert set(old.choices.values_list("pk", flat=True)) == shown
    assert new.choices.count() == 2
    assert Question.objects.reviewed().count() == 3
    assert not load_course(loaded.root).has_changes


def lose_red(folder: CourseFolder) -> None:
    folder.edit("questions.yaml", "[red, green, blue]\n  right: [green]", "[green, blue]\n  right: [green]")
    for language in ("en", "fr"):
        words = folder.read(f"{language}/questions.yaml").replace(f"    red: Red ({language})\n", "", 1)
        folder.write(f"{language}/questions.yaml", words)
