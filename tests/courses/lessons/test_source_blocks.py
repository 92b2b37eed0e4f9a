"""Every kind of block: from its words in the folder to the value in the stream, and nothing lost."""

import pytest

from courses.lessons.models import LessonPage
from courses.lessons.source.media import MediaFile
from courses.lessons.source.read import read_course
from tests.factories.course_folder import course_folder

BODY = LessonPage._meta.get_field("body")


@pytest.fixture
def lesson(tmp_path):
    source, notes = read_course(course_folder(tmp_path).root)
    assert notes == ()
    return source.editions["en"].lessons["everything"]


@pytest.fixture
def values(lesson):
    return {block.key: block.value for block in lesson.blocks}


def items(value):
    return [item["value"] for item in value]


def test_the_parts_stand_in_order_with_their_keys(lesson):
    assert [(block.kind, block.key) for block in lesson.blocks] == [
        ("text", "opening"),
        ("heading", "section"),
        ("text", "section-text"),
        ("key_point", "keypoint"),
        ("definition", "risk"),
        ("quotation", "standard"),
        ("steps", "process"),
        ("accordion", "techniques"),
        ("table", "lanes"),
        ("picture", "matrix"),
        ("video", "film"),
        ("audio", "voice"),
        ("download", "form"),
        ("case_study", "morning"),
        ("text", "morning-text"),
        ("check", "threat"),
        ("reading", "reading"),
    ]


def test_text(values):
    assert values["opening"] == (
        "<p>Opening text with <b>bold</b>, <i>italic</i> and a "
        '<a href="https://example.org">link</a>.</p><ul><li>a list</li><li>of two</li></ul>'
    )
    assert values["section"] == "A section"
    assert values["keypoint"] == "<p>The one thing to remember.</p>"


def test_definition_and_quotation(values):
    assert values["risk"] == {
        "term": "Risk",
        "text": (
            "<p>What uncertainty does to <i>objectives</i>, for better or worse.</p><p>In two paragraphs.</p>"
        ),
        "source": "ISO 31000",
    }
    assert values["standard"] == {
        "text": "Customs control shall be limited.",
        "by": "Revised Kyoto Convention",
        "source": "https://example.org/kyoto",
    }


def test_steps_and_accordion(values):
    assert items(values["process"]["steps"]) == [
        {"title": "Identify.", "text": "<p>Name the risk.</p>"},
        {"title": "Treat.", "text": ""},
        {"title": "", "text": "<p>Only text here.</p>"},
    ]
    assert items(values["techniques"]["items"]) == [
        {"title": "Delphi", "text": "<p>Experts in rounds.</p>"},
        {"title": "Brainstorming", "text": "<p>Everybody at once.</p><ul><li>Quickly.</li></ul>"},
    ]


def test_table(values):
    assert values["lanes"]["caption"] == "Lanes"
    assert items(values["lanes"]["header"]) == ["Lane", "What happens"]
    assert [items(row) for row in items(values["lanes"]["rows"])] == [
        ["<p>Green</p>", "<p><b>Released</b> at once</p>"],
        ["<p>Red</p>", "<p>A | B</p>"],
    ]


def test_files(values):
    assert values["matrix"]["image"].path == "en/media/matrix.svg"
    assert values["matrix"]["description"] == "<p>The grid has two axes.</p>"
    assert values["film"]["file"].path == "media/film.mp4"
    assert values["film"]["captions"].path == "en/media/film.vtt"
    assert values["voice"]["captions"] is None
    assert values["form"]["file"].path == "en/media/form.pdf"


def test_case_and_check(values):
    assert values["morning"]["situation"] == (
        "<p>Forty containers wait.</p><p>There is a list:</p><ol><li>one</li><li>two</li></ol>"
    )
    assert values["morning"]["question"] == "Which one first?"
    assert items(values["threat"]["options"]) == [
        {"text": "<p>Smugglers exist.</p>", "is_right": False, "feedback": "<p>A threat.</p>"},
        {"text": "<p>We may lose <i>duty</i>.</p>", "is_right": True, "feedback": "<p>Yes.</p>"},
    ]
    assert values["threat"]["explanation"] == "<p>A risk names what is at stake.</p>"


def test_reading(values):
    assert items(values["reading"]["items"]) == [
        {
            "title": "Compendium (volume 1)",
            "url": "https://example.org/a_(b)",
            "note": "framework and process",
        },
        {"title": "Kyoto", "url": "https://example.org/kyoto", "note": ""},
    ]


def test_the_values_are_what_the_stream_itself_would_store(lesson):
    raw = [
        {"type": block.kind, "value": without_files(block.value), "id": str(block.id)}
        for block in lesson.blocks
    ]
    stream = BODY.to_python(raw)
    assert len(stream) == len(raw)
    list(stream)  # builds every block, so that what follows is not the raw data handed back
    for number, block in enumerate(stream):
        assert {"type": block.block_type, "value": block.get_prep_value()["value"], "id": block.id} == raw[
            number
        ]


def test_an_editor_would_accept_every_block(lesson):
    for block in lesson.blocks:
        if block.kind not in {"picture", "video", "audio", "download"}:
            child = BODY.stream_block.child_blocks[block.kind]
            child.clean(child.to_python(block.value))


def test_ids_are_the_same_in_every_language_and_on_every_machine(tmp_path):
    first, _notes = read_course(course_folder(tmp_path / "here").root)
    again, _notes = read_course(course_folder(tmp_path / "there").root)
    english, french = (first.editions[code].lessons["everything"].blocks for code in ("en", "fr"))
    other = again.editions["en"].lessons["everything"].blocks
    assert [block.id for block in english] == [block.id for block in french] == [block.id for block in other]
    assert [ids_in(block.value) for block in english] == [ids_in(block.value) for block in french]
    every = [str(block.id) for block in english] + [one for block in english for one in ids_in(block.value)]
    assert len(every) == len(set(every))
    short = first.editions["en"].lessons["short"].blocks
    assert {block.id for block in short}.isdisjoint(block.id for block in english)


def without_files(value):
    if not isinstance(value, dict):
        return value
    return {name: None if isinstance(item, MediaFile) else item for name, item in value.items()}


def ids_in(value) -> list[str]:
    """Ids of list items anywhere in a value."""
    if isinstance(value, dict):
        own = [value["id"]] if "id" in value else []
        return own + [one for item in value.values() for one in ids_in(item)]
    if isinstance(value, list):
        return [one for item in value for one in ids_in(item)]
    return []
