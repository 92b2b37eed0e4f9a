"""A folder from a stranger: what it may not do, each said with its line, and nothing written."""

import io

import pytest
from PIL import Image

from clikc.foundation.pictures import picture_fault
from courses.lessons.source.problems import SourceProblems
from courses.lessons.source.read import read_course
from tests.factories.course_folder import SVG, course_folder

GOOD = SVG.format(title="A picture")


@pytest.fixture
def folder(tmp_path):
    return course_folder(tmp_path)


def problems_of(folder):
    with pytest.raises(SourceProblems) as refusal:
        read_course(folder.root)
    return [str(problem) for problem in refusal.value.problems]


def svg_with(inside: str) -> bytes:
    return GOOD.replace("</svg>", f"{inside}\n</svg>").encode()


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<script>alert(1)</script>", "must not hold <script>"),
        ("<SCRIPT>alert(1)</SCRIPT>", "must not hold <script>"),
        ('<s:script xmlns:s="http://www.w3.org/2000/svg"/>', "must not hold <script>"),
        ("<foreignObject><p>x</p></foreignObject>", "must not hold <foreignobject>"),
        ('<rect onload="alert(1)"/>', "must not hold event handlers (onload)"),
        ('<rect ONCLICK="alert(1)"/>', "must not hold event handlers (onclick)"),
        ('<a href="https://example.org"><rect/></a>', "must not link out of itself"),
        ('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="other.svg#a"/>', "must not link out of itself"),
        ('<a href=" javascript:alert(1)"><rect/></a>', "must not link out of itself"),
        ('<image href="#a"/>', "a raster picture or another file"),
        ('<image href="data:image/png;base64,AA"/>', "a raster picture or another file"),
        ('<rect fill="url(https://example.org/a)"/>', "must not load anything from elsewhere"),
        ('<rect style="fill:url( &quot;//example.org&quot;)"/>', "must not load anything from elsewhere"),
        ("<style>@import 'a.css';</style>", "must not load anything from elsewhere"),
        ("<style>rect{fill:u\\72l(//a)}</style>", "must not load anything from elsewhere"),
        ('<rect><animate attributeName="href" to="x"/></rect>', "must not animate links"),
        ('<rect><set attributeName="xlink:href" to="x"/></rect>', "must not animate links"),
        ('<?xml-stylesheet href="a.css"?>', "must not hold processing instructions"),
        ("<rect>", "this is no XML"),
    ],
)
def test_an_svg_with_code_or_links_is_refused_with_its_line(folder, inside, message):
    folder.write("en/media/matrix.svg", svg_with(inside))
    line = 6 if inside == "<rect>" else 5
    (found,) = [each for each in problems_of(folder) if each.startswith("en/media/matrix.svg")]
    assert found.startswith(f"en/media/matrix.svg:{line}: "), found
    assert message in found


@pytest.mark.parametrize(
    "inside",
    [
        '<defs><g id="a"/></defs><use href="#a"/>',
        '<rect fill="url(#a)" style="stroke: url(\'#b\')"/>',
        "<style>rect { fill: #fff } text { font-family: system-ui }</style>",
        "<text>on the road: url and script are only words</text>",
    ],
)
def test_an_svg_that_stays_within_itself_is_fine(inside):
    assert picture_fault("svg", svg_with(inside)) == (0, "")


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">\n' + GOOD, 1, "no DOCTYPE and no entities"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>\n' + GOOD, 1, "no DOCTYPE and no entities"),
        (GOOD.replace(' viewBox="0 0 640 320"', ""), 1, "an SVG needs a viewBox"),
        (GOOD.replace("<title>A picture</title>", ""), 1, "an SVG needs a <title>"),
        (GOOD.replace("<desc>A picture, drawn.</desc>", ""), 1, "an SVG needs a <desc>"),
        ("<html><body/></html>", 1, "must be <svg>"),
        ("", 1, "this is no XML"),
        ("GIF89a", 1, "this is no XML"),
        (GOOD.encode("utf-16"), 1, "an SVG must be UTF-8 text"),
        ("<?xml version='1.0' encoding='klingon'?>" + GOOD, 1, "this is no XML"),
        (GOOD + " " * 600_000, 1, "smaller than half a megabyte"),
    ],
)
def test_what_is_no_proper_svg_is_refused(content, line, message):
    at, fault = picture_fault("svg", content if isinstance(content, bytes) else content.encode())
    assert at == line
    assert message in fault


def test_a_photograph_must_be_what_it_says(settings):
    png = io.BytesIO()
    Image.new("RGB", (20, 20)).save(png, "PNG")
    assert picture_fault("png", png.getvalue()) == (0, "")
    assert picture_fault("jpg", png.getvalue()) == (1, "this is no readable JPEG picture")
    assert picture_fault("png", png.getvalue()[:40]) == (1, "this is no readable PNG picture")
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 399
    assert picture_fault("png", png.getvalue()) == (1, "the picture has more than 399 pixels")


@pytest.mark.parametrize("path", ["en/course.md", "course.yaml", "en/questions.yaml", "en/first/short.md"])
@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (b"\0", "the character U+0000 cannot be stored"),
        (b"\x1b", "the character U+001B cannot be stored"),
        ("\u202e".encode(), "the character U+202E cannot be stored"),
        (b"\xed\xa0\x80", "this is not UTF-8 text"),
        (b"\xff\xfe", "this is not UTF-8 text"),
    ],
)
def test_characters_nobody_can_store(folder, path, bad, message):
    first, second, *rest = folder.read(path).encode().split(b"\n")
    folder.write(path, b"\n".join([first, second + bad, *rest]))
    assert f"{path}:2: {message}" in problems_of(folder)


@pytest.mark.parametrize("escape", ['"\\0"', '"a\\ud800"', '"\\e"'])
def test_yaml_cannot_smuggle_such_characters_in(folder, escape):
    folder.edit("en/course.md", "title: An example (en)", f"title: {escape}")
    found = problems_of(folder)
    assert any(each.startswith("en/course.md:2: ") for each in found), found


def test_markdown_entities_cannot_either(folder):
    folder.edit("en/first/short.md", "Words in en.", "&#0; &#xD800; &#x202E;")
    source, _notes = read_course(folder.root)
    opening = source.editions["en"].lessons["short"].blocks[0].value
    assert "\0" not in opening
    assert not any("\ud800" <= sign <= "\udfff" for sign in opening)


def test_html_is_shown_as_text(folder):
    folder.edit("en/first/short.md", "Words in en.", "<script>alert(1)</script> <b onclick=x>bold</b>")
    folder.edit("en/first/everything.md", "| Red | A", "| <img src=x onerror=y> | A")
    source, _notes = read_course(folder.root)
    opening = source.editions["en"].lessons["short"].blocks[0].value
    assert opening == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;b onclick=x&gt;bold&lt;/b&gt;</p>"
    lanes = next(
        block for block in source.editions["en"].lessons["everything"].blocks if block.key == "lanes"
    )
    assert "<img" not in str(lanes.value)


@pytest.mark.parametrize(
    "name",
    [
        "../cover.svg",
        "../../etc/passwd.svg",
        "/etc/a.svg",
        "a/b.svg",
        "..\\a.svg",
        "%2e%2e.svg",
        ".svg",
        "é.svg",
    ],
)
def test_a_file_is_a_name_in_the_folder(folder, name):
    folder.edit("en/first/everything.md", "file: matrix.svg", f"file: {name}")
    line = folder.line("en/first/everything.md", f"file: {name}")
    assert any(each.startswith(f"en/first/everything.md:{line}: ") for each in problems_of(folder))


def test_links_to_elsewhere_are_not_followed(folder, tmp_path):
    (tmp_path / "secret.svg").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "a.md").write_text("secret", encoding="utf-8")
    (folder.root / "en/media/link.svg").symlink_to(tmp_path / "secret.svg")
    (folder.root / "en/more").symlink_to(tmp_path / "secrets")
    found = problems_of(folder)
    assert found == [
        "en/media/link.svg:1: links are not followed: put the file itself here",
        "en/more:1: links are not followed: put the file itself here",
    ]


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 100_000,
        "a: " + "{b: " * 5_000,
        "- " * 20_000,
        "\n".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}]" if n else "l0: &l0 [x, x]" for n in range(40)),
        "? [a, b]\n: c",
        "a: !!python/object/apply:os.system [ls]",
        "%YAML 9.9\n---\na: b",
        "a: b\n---\nc: d",
        "",
        "just words",
    ],
    ids=["brackets", "braces", "dashes", "aliases", "key", "object", "version", "two", "empty", "words"],
)
@pytest.mark.parametrize("path", ["course.yaml", "questions.yaml", "en/questions.yaml"])
def test_yaml_bombs_end_as_problems(folder, path, bomb):
    folder.write(path, bomb)
    assert any(each.startswith(f"{path}:") for each in problems_of(folder))


def test_a_huge_file_is_refused_unread(folder):
    folder.write("en/first/short.md", "x" * (1024 * 1024 + 1))
    assert "en/first/short.md:1: the file is larger than a megabyte" in problems_of(folder)


def test_captions_and_pictures_are_what_they_say(folder):
    folder.write("en/media/film.vtt", "<html>")
    folder.write("media/cover.png", b"no picture")
    assert problems_of(folder) == [
        "en/media/film.vtt:1: captions must begin with the line WEBVTT",
        "media/cover.png:1: this is no readable PNG picture",
    ]


def test_windows_files_are_read(folder):
    for path in ("course.yaml", "en/course.md", "en/first/everything.md", "en/questions.yaml"):
        text = folder.read(path)
        folder.write(path, "\ufeff" + text.replace("\n", "\r\n"))
    _source, notes = read_course(folder.root)
    assert notes == ()


def test_what_an_editor_leaves_behind_is_overlooked(folder):
    for path in (".DS_Store", "en/.short.md.swp", "en/first/short.md~", "en/~lock", ".git/config"):
        folder.write(path, b"\0")
    _source, notes = read_course(folder.root)
    assert notes == ()
