"""A folder becomes a course: everything it says, once, and only what changed the next time."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.signals import page_published

from courses.catalogue.models import Activity, Course, CoursePage, Subject
from courses.lessons import signals
from courses.lessons.api import LoadReport, load_course
from courses.lessons.models import LessonPage, ModulePage
from courses.lessons.source import build
from courses.quizzes.models import Choice, Question, Quiz, QuizPage
from tests.factories.course_folder import CourseFolder, course_folder

pytestmark = pytest.mark.django_db

LESSONS = ["first/everything", "first/short", "second/last"]


@pytest.fixture
def folder(tmp_path) -> CourseFolder:
    return course_folder(tmp_path)


@pytest.fixture
def loaded(folder) -> CourseFolder:
    load_course(folder.root)
    return folder


def lesson(code: str, language: str = "en") -> LessonPage:
    return LessonPage.objects.get(slug=code, locale__language_code=language)


def titles_in_order(language: str = "en") -> list[str]:
    root = CoursePage.objects.get(locale__language_code=language)
    return list(Page.objects.descendant_of(root).live().order_by("path").values_list("slug", flat=True))


def codes() -> list[str]:
    return list(Activity.objects.current().order_by("position").values_list("code", flat=True))


# --- The first load ---------------------------------------------------------------------------


def test_the_course_and_its_facts(loaded):
    course = Course.objects.get(code="example")
    assert (course.level, course.pass_mark, course.source_language) == ("foundation", 60, "en")
    assert course.minutes == 45
    assert course.is_open
    assert course.cover.title == "example/media/cover.svg"
    assert course.cover.is_svg()
    assert course.share_picture is None
    subject = Subject.objects.get()
    assert (subject.code, subject.name_en, subject.name_fr) == (
        "compliance",
        "Enforcement and compliance",
        "Lutte contre la fraude et conformité",
    )
    assert all(getattr(subject, f"name_{code}") for code in ("en", "fr", "es", "ar", "am", "pt", "ru"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_stand_below_the_catalogue_in_order(loaded, language):
    page = CoursePage.objects.get(locale__language_code=language)
    assert page.url_path == f"/home-{language}/courses/example/"
    assert (page.title, page.summary) == (f"An example ({language})", "One sentence about the course.")
    link = '<a href="https://example.org">two</a>'
    assert page.introduction == f"<p>About the <b>course</b>, in {link} paragraphs.</p><p>The second.</p>"
    assert [str(block.value) for block in page.objectives] == ["Say what risk means", "Tell it from a threat"]
    assert (page.audience, page.assessment) == ("Officers at a border post.", "A final test.")
    assert page.cover_alt == "A white field."
    assert titles_in_order(language) == ["first", "everything", "short", "second", "last", "final-test"]
    module = ModulePage.objects.get(slug="first", locale__language_code=language)
    assert (module.title, module.summary) == (f"The first module ({language})", "A part of the course.")
    quiz = QuizPage.objects.get(locale__language_code=language)
    assert (quiz.title, quiz.instructions) == (f"Final test ({language})", "<p>Take your time.</p>")
    short = lesson("short", language)
    assert (short.title, short.summary, short.minutes) == (
        f"A short lesson ({language})",
        "One sentence.",
        10,
    )
    assert short.live
    assert not short.has_unpublished_changes


def test_editions_share_keys_and_block_ids(loaded):
    for code in ("everything", "short", "last"):
        english, french = lesson(code), lesson(code, "fr")
        assert english.translation_key == french.translation_key
        assert [block.id for block in english.body] == [block.id for block in french.body]
        assert [block.id for block in english.objectives] == [block.id for block in french.objectives]
    for model in (CoursePage, ModulePage, QuizPage):
        keys = {language: set(of_language(model, language)) for language in ("en", "fr")}
        assert keys["en"] == keys["fr"]


def of_language(model, language):
    return model.objects.filter(locale__language_code=language).values_list("translation_key", flat=True)


def test_activities_are_recorded_from_the_source(loaded):
    assert codes() == [*LESSONS, "final-test"]
    activity = Activity.objects.get(code="first/everything")
    page = lesson("everything")
    assert activity.pk == page.translation_key
    assert activity.blocks == [block.id for block in page.body]
    assert activity.minutes == 20


def test_the_course_is_recorded_and_announced_once_for_all(folder, monkeypatch):
    recorded, announced = [], []
    monkeypatch.setattr(signals, "record_course", lambda course: recorded.append(course.code))
    page_published.connect(listen := lambda sender, instance, **_: announced.append(instance.title))
    try:
        folder.edit(
            "course.yaml",
            "final_test:\n  attempts: 3\n  draw: 2\n  shuffle: true\n  review: explanations\n",
            "",
        )
        for path in ("questions.yaml", "en/questions.yaml", "fr/questions.yaml"):
            folder.delete(path)
        for language in ("en", "fr"):
            folder.delete(f"{language}/final-test.md")
        load_course(folder.root)
    finally:
        page_published.disconnect(listen)
    assert recorded == ["example"]
    assert len(announced) == len(set(announced)) == 12
    assert announced[-2:] == ["An example (en)", "An example (fr)"]


def test_questions_choices_and_the_final_test(loaded):
    questions = {item.code: item for item in Question.objects.order_by("position")}
    assert list(questions) == ["one-right", "two-right", "true-or-false"]
    first = questions["one-right"]
    assert (first.kind, first.text_en, first.text_fr) == (
        "single",
        "Which lane is free? (en)",
        "Which lane is free? (fr)",
    )
    assert first.explanation_fr == "Green is free. (fr)"
    assert not first.text_ar
    assert first.source == "https://example.org/lanes"
    assert first.taught_in.code == "first/everything"
    assert right_of("one-right") == {"green"}
    assert right_of("two-right") == {"red", "blue"}
    assert right_of("true-or-false") == {"false"}
    choices = Choice.objects.filter(question=first).order_by("position")
    assert [(choice.code, choice.text_en, choice.text_fr) for choice in choices] == [
        ("red", "Red (en)", "Red (fr)"),
        ("green", "Green (en)", "Green (fr)"),
        ("blue", "Blue (en)", "Blue (fr)"),
    ]
    quiz = Quiz.objects.get()
    assert quiz.activity.code == "final-test"
    slot = quiz.slots.get()
    assert (slot.bank.code, slot.draw, slot.question) == ("example", 2, None)
    facts = (quiz.pass_mark, quiz.attempts_allowed, quiz.is_shuffled, quiz.review_policy)
    assert facts == (60, 3, True, "explanations")


def right_of(code: str) -> set[str]:
    return set(Choice.objects.filter(question__code=code, is_right=True).values_list("code", flat=True))


def test_files_become_one_record_each(loaded):
    titles = set(Image.objects.values_list("title", flat=True))
    assert titles == {
        f"example/{path}" for path in ("media/cover.svg", "en/media/matrix.svg", "fr/media/matrix.svg")
    }
    assert set(Document.objects.values_list("title", flat=True)) == {
        f"example/{path}"
        for path in (
            "media/film.mp4",
            "media/voice.mp3",
            "en/media/film.vtt",
            "en/media/form.pdf",
            "fr/media/film.vtt",
            "fr/media/form.pdf",
        )
    }
    for language in ("en", "fr"):
        values = {block.block_type: block.value for block in lesson("everything", language).body}
        assert values["picture"]["image"].title == f"example/{language}/media/matrix.svg"
        assert (values["picture"]["image"].width, values["picture"]["image"].height) == (640, 320)
        assert values["video"]["file"].title == "example/media/film.mp4"
        assert values["video"]["captions"].title == f"example/{language}/media/film.vtt"
        assert values["download"]["file"].file.read() == f"%PDF-1.4 {language}".encode()


def test_the_share_picture_is_a_photograph_in_media(folder):
    import io

    from PIL import Image as Picture

    png = io.BytesIO()
    Picture.new("RGB", (1200, 630)).save(png, "PNG")
    folder.write("media/cover.png", png.getvalue())
    load_course(folder.root)
    assert Course.objects.get().share_picture.title == "example/media/cover.png"


def test_the_course_is_found_at_once_and_its_pictures_know_their_use(loaded):
    assert [page.title for page in CoursePage.objects.search("officers")]
    assert [page.title for page in LessonPage.objects.live().search("everything", fields=["title"])]
    picture = Image.objects.get(title="example/en/media/matrix.svg")
    assert picture.index_entries.exists()
    assert ReferenceIndex.get_references_to(picture).count() == 1


def test_the_tree_is_sound(loaded):
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_new_page_has_the_records_wagtails_own_verb_would_have_made(loaded):
    """The same words published both ways: page, revision, log."""
    made = lesson("short")
    parent = made.get_parent()
    by_verb = LessonPage(
        title=made.title, slug="by-verb", locale=made.locale, summary=made.summary,
        objectives=made.objectives, minutes=made.minutes, body=made.body, live=False,
    )  # fmt: skip
    parent.add_child(instance=by_verb)
    by_verb.save_revision().publish()
    by_verb.refresh_from_db()

    own = {"id", "page_ptr", "path", "slug", "url_path", "translation_key"}
    own |= {"live_revision", "latest_revision"}
    own |= {"first_published_at", "last_published_at", "latest_revision_created_at"}
    for field in LessonPage._meta.concrete_fields:
        if field.name not in own:
            assert field.value_from_object(made) == field.value_from_object(by_verb), field.name
    for page in (made, by_verb):
        assert (
            page.live_revision_id == page.latest_revision_id == Revision.objects.for_instance(page).get().pk
        )
        assert page.first_published_at
        assert page.last_published_at
    ours, theirs = made.live_revision, by_verb.live_revision
    assert ours.content.keys() == theirs.content.keys()
    assert json.loads(ours.content["body"]) == json.loads(theirs.content["body"])
    assert (ours.object_str, ours.base_content_type, ours.content_type, ours.user) == (
        theirs.object_str, theirs.base_content_type, theirs.content_type, theirs.user
    )  # fmt: skip
    assert log_of(made) == log_of(by_verb)


def log_of(page):
    rows = PageLogEntry.objects.filter(page=page.pk).order_by("timestamp", "pk")
    return sorted(
        (row.action, row.label, row.data, row.content_changed, row.user, row.deleted) for row in rows
    )


# --- Whole or nothing -------------------------------------------------------------------------


def test_a_load_that_breaks_leaves_nothing_behind(folder, monkeypatch):
    def breaks(*args):
        raise RuntimeError("the disk is full")

    files = set(stored_files())
    monkeypatch.setattr(build, "build_quizzes", breaks)
    with pytest.raises(RuntimeError):
        load_course(folder.root)
    assert not Course.objects.exists()
    assert not LessonPage.objects.exists()
    assert not Image.objects.exists()
    assert set(stored_files()) == files


def stored_files() -> list[str]:
    found = []
    for place in ("original_images", "documents"):
        if default_storage.exists(place):
            found += [f"{place}/{name}" for name in default_storage.listdir(place)[1]]
    return found


# --- The command ------------------------------------------------------------------------------


def run(*arguments) -> str:
    out = StringIO()
    call_command("load_course", *[str(item) for item in arguments], stdout=out, stderr=out)
    return out.getvalue()


def test_the_command_says_what_it_did(folder):
    (folder.root / "fr/first/short.md").unlink()
    assert run(folder.root, "--check") == (
        f"{folder.root}/fr/first/short.md:1: not translated yet (note)\nexample: nothing is wrong\n"
    )
    assert not Course.objects.exists()
    assert run(folder.root).splitlines()[-1] == (
        "example: 13 new pages, 0 changed, 0 as before, 0 unpublished, 0 moved, 9 new files"
    )
    assert "as before" in run(folder.root)
    assert run(folder.root, "--verbosity", "0") == ""
    folder.edit("en/first/short.md", "More words.", "Other words.")
    assert "  changed en/first/short\n" in run(folder.root, "--verbosity", "2")


def test_the_command_names_every_problem_and_fails(folder):
    folder.edit("en/course.md", "title: An example (en)", "title:")
    folder.edit("course.yaml", "pass_mark: 60", "pass_mark: 0")
    out = StringIO()
    with pytest.raises(CommandError, match=r"^2 problems; nothing was written there\.$") as failure:
        call_command("load_course", str(folder.root), stdout=out, stderr=out)
    assert failure.value.returncode == 1
    assert out.getvalue().splitlines() == [
        f"{folder.root}/course.yaml:5: “pass_mark” must be a whole number from 1 to 100",
        f"{folder.root}/en/course.md:2: “title” is missing",
    ]
    assert not Course.objects.exists()


def test_several_folders_one_of_them_wrong(tmp_path):
    good = course_folder(tmp_path, languages=("en",), code="good")
    bad = course_folder(tmp_path, languages=("en",), code="bad")
    bad.delete("course.yaml")
    with pytest.raises(CommandError, match=r"^1 problem;"):
        run(good.root, bad.root)
    assert list(Course.objects.values_list("code", flat=True)) == ["good"]


@pytest.mark.parametrize("code", ["risk-management", "tfa", "gender-equality", "salw", "vcoa-roles"])
def test_the_courses_of_the_project_load_whole_and_only_once(settings, code):
    folder = Path(settings.COURSE_CONTENT_DIR) / code
    report = load_course(folder)
    assert isinstance(report, LoadReport)
    assert report.created
    assert not load_course(folder).has_changes
    assert Page.find_problems() == ([], [], [], [], [])
