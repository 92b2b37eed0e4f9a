"""QTI files that mean harm, or are broken: refused with a reason, never an exception."""

from __future__ import annotations

import io
import json
import stat
import struct
import time
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from courses.quizzes.exchange.model import QuestionSource, UnreadableFile
from courses.quizzes.exchange.qti import read, write
from courses.quizzes.exchange.qti.archive import unpacked
from courses.quizzes.exchange.qti.companion import NAME

ITEM = (
    '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" title="T">'
    '<responseDeclaration identifier="R" cardinality="single" baseType="string"><correctResponse>'
    "<value>duty</value></correctResponse></responseDeclaration><itemBody><p>What? "
    '<textEntryInteraction responseIdentifier="R"/></p></itemBody></assessmentItem>'
)
MANIFEST = (
    '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><resources>'
    '<resource identifier="r" type="imsqti_item_xmlv2p1" href="i.xml"/></resources></manifest>'
)
GOOD = {"imsmanifest.xml": MANIFEST, "i.xml": ITEM}


def zipped(files, compression=zipfile.ZIP_DEFLATED) -> bytes:
    """``files``: (name or ZipInfo, content) pairs, or a mapping."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, content)
    return stream.getvalue()


def refusal(content: bytes | str):
    with pytest.raises(UnreadableFile) as caught:
        read(content if isinstance(content, bytes) else content.encode(), language="en")
    return caught.value.finding


BOMB = "".join(f'<!ENTITY e{n + 1} "{10 * f"&e{n};"}">' for n in range(9))


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("", "no_xml", 1),
        ("no XML at all", "no_xml", 1),
        ("<a>\n<b>\n</a>", "no_xml", 3),
        (f'<!DOCTYPE a [<!ENTITY e0 "lol">{BOMB}]><a>&e9;</a>', "xml_has_dtd", 1),
        ('<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "xml_has_dtd", 2),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "xml_has_dtd", 1),
        ("<a>\n&nbsp;</a>", "no_xml", 2),
        ("<a>\0</a>", "no_xml", 1),
        ("<a>&#0;</a>", "no_xml", 1),
        ("<a>&#xD800;</a>", "no_xml", 1),
        (b"<a>\xed\xa0\x80</a>", "no_xml", 1),
        (b'<?xml version="1.0" encoding="x-none"?><a/>', "no_xml", 1),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "no_xml", 1),
        (200_000 * "<a>", "xml_too_large", 1),
        ("<a>" + 60_000 * "<b/>" + "</a>", "xml_too_large", 1),
        ("<a>" + 5 * 1024 * 1024 * " " + "</a>", "xml_too_large", 0),
        ("<html><body/></html>", "no_item", 1),
        (f"<{'a' * 10_000}/>", "no_item", 1),
    ],
    ids=range(18),
)
def test_what_is_no_item_is_refused_with_its_line(content, code, line):
    finding = refusal(content)
    assert (finding.level, finding.code, finding.line) == ("refused", code, line)
    assert len(finding.detail) <= 200


@pytest.mark.parametrize(
    "value",
    ["\u202e", "\x85", "&#x202D;", "&#x9F;", "i" * 10_000, "", "…"],
    ids=lambda value: ascii(value[:8]),
)
def test_identifiers_that_cannot_be_kept_are_refused(value):
    found = read(ITEM.replace('"i1"', f'"{value}"').encode(), language="en")
    (finding,) = [item for item in found.findings if item.level == "refused"]
    assert (found.questions, finding.code in {"bad_code", "bad_character"}) == ((), True)
    assert len(finding.question) < 100
    assert finding.question.isprintable()


def test_a_good_package_is_read():
    assert [question.code for question in read(zipped(GOOD), language="en").questions] == ["i1"]


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


UNSAFE = {
    "climbs": ([*GOOD.items(), ("../evil", "x")], "unsafe_path"),
    "climbs inside": ([*GOOD.items(), ("a/../../evil", "x")], "unsafe_path"),
    "absolute": ([*GOOD.items(), ("/etc/passwd", "x")], "unsafe_path"),
    "drive": ([*GOOD.items(), ("C:/evil", "x")], "unsafe_path"),
    "backslash": ([*GOOD.items(), ("a\\..\\evil", "x")], "unsafe_path"),
    "dot": ([*GOOD.items(), ("./i.xml", "x")], "unsafe_path"),
    "empty part": ([*GOOD.items(), ("a//b", "x")], "unsafe_path"),
    "long": ([*GOOD.items(), ("a" * 10_000, "x")], "unsafe_path"),
    "control": ([*GOOD.items(), ("a\nb", "x")], "unsafe_path"),
    "override": ([*GOOD.items(), ("a\u202eb", "x")], "unsafe_path"),
    "case": ([*GOOD.items(), ("I.XML", "x")], "duplicate_path"),
    "accents": ([*GOOD.items(), ("\u00e9", "x"), ("e\u0301", "x")], "duplicate_path"),
    "file as folder": ([*GOOD.items(), ("a", "x"), ("a/b", "x")], "duplicate_path"),
    "link": ([*GOOD.items(), (link(), "/etc/passwd")], "archive_link"),
    "bomb": ([*GOOD.items(), ("zeros", 30_000_000 * b"\0")], "archive_bomb"),
    "entries": ([(f"f{n}", "") for n in range(5_001)], "too_many_entries"),
    "nothing": ([], "no_manifest"),
    "no manifest": ([("i.xml", ITEM)], "no_manifest"),
    "a manifest further down": ([(f"x/{name}", text) for name, text in GOOD.items()], "no_manifest"),
    "broken manifest": ([("imsmanifest.xml", "<a>")], "no_xml"),
    "DTD in the manifest": ([("imsmanifest.xml", "<!DOCTYPE a><a/>")], "xml_has_dtd"),
    "another manifest": ([("imsmanifest.xml", "<html/>")], "wrong_manifest"),
    "no items": ([("imsmanifest.xml", "<manifest/>")], "no_questions"),
    "way out": ([("imsmanifest.xml", MANIFEST.replace("i.xml", "../../etc/passwd"))], "unsafe_path"),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_package_is_refused_whole(name):
    files, code = UNSAFE[name]
    finding = refusal(zipped(files))
    assert (finding.level, finding.code) == ("refused", code)
    assert len(finding.detail) <= 200
    assert finding.detail.isprintable()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_with_one_name_are_refused():
    assert refusal(zipped([*GOOD.items(), ("i.xml", "x")])).code == "duplicate_path"


def central(content: bytes, name: bytes) -> int:
    """Where the directory's entry for ``name`` begins."""
    return content.rindex(b"PK\x01\x02", 0, content.rindex(name))


def test_entries_that_share_bytes_are_refused():
    content = bytearray(zipped([*GOOD.items(), ("a", 900 * "x"), ("b", 900 * "x")], zipfile.ZIP_STORED))
    first, second = central(content, b"a"), central(content, b"b")
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    assert refusal(bytes(content)).code == "overlapping_entries"


def test_an_entry_that_reaches_into_the_next_is_refused():
    content = bytearray(zipped([*GOOD.items(), ("a", 900 * "x"), ("b", 900 * "x")], zipfile.ZIP_STORED))
    place = central(content, b"a")
    content[place + 20 : place + 28] = struct.pack("<2I", 1_200, 1_200)
    assert refusal(bytes(content)).code == "overlapping_entries"


def test_an_entry_with_two_names_is_refused():
    content = zipped([*GOOD.items(), ("safe", "x")])
    assert refusal(content.replace(b"safe", b"evil", 1)).code == "overlapping_entries"


def test_an_entry_under_a_password_is_refused():
    content = bytearray(zipped(GOOD))
    place = central(content, b"i.xml")
    content[place + 8] |= 1
    assert refusal(bytes(content)).code == "archive_locked"


def test_a_compression_nobody_needs_here_is_refused():
    assert refusal(zipped(GOOD, zipfile.ZIP_LZMA)).code == "archive_locked"


def test_sizes_that_lie_are_noticed():
    content = bytearray(zipped(GOOD))
    place = central(content, b"i.xml")
    content[place + 24 : place + 28] = struct.pack("<I", 5)
    assert refusal(bytes(content)).code == "broken_archive"


def refused_or(found):
    """What ``found`` gives, or None where the whole file is refused with a reason."""
    try:
        return found()
    except UnreadableFile as error:
        return None if error.finding.level == "refused" and error.finding.code else error


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_package_with_any_bytes_changed_is_read_or_refused(data):
    content = bytearray(zipped(GOOD))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(2, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(2, len(content)))
    files = refused_or(lambda: unpacked(bytes(content[:end])))
    assert files is None or all(isinstance(found, bytes) for found in files.values())


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_an_item_with_any_part_cut_or_doubled_is_read_or_refused(data):
    start, end = sorted(data.draw(st.tuples(*2 * [st.integers(0, len(ITEM))])))
    middle = data.draw(st.sampled_from(["", 2 * ITEM[start:end], "<x/>", "&amp;", '"', "\ufdd0"]))
    text = ITEM[:start] + middle + ITEM[end:]
    found = refused_or(lambda: read(text.encode(), language="en"))
    assert found is None or found.questions or any(item.level == "refused" for item in found.findings)


def test_a_manifest_that_lies_about_one_item_loses_that_item_only():
    gone = '<resources><resource type="imsqti_item_xmlv2p1" href="gone.xml"/>'
    more = MANIFEST.replace("<resources>", gone)
    found = read(zipped({"imsmanifest.xml": more, "i.xml": ITEM}), language="en")
    assert [question.code for question in found.questions] == ["i1"]
    assert [(item.level, item.code, item.detail) for item in found.findings[:1]] == [
        ("refused", "file_missing", "gone.xml")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\x89PNG no XML", "no_xml"), (b"<manifest/>", "no_item"), (b"<!DOCTYPE a><a/>", "xml_has_dtd")],
)
def test_a_file_that_is_no_item_is_refused_and_the_rest_is_read(content, code):
    more = MANIFEST.replace("</resources>", '<resource type="imsqti_item_xmlv2p1" href="j.xml"/></resources>')
    found = read(zipped({"imsmanifest.xml": more, "i.xml": ITEM, "j.xml": content}), language="en")
    assert [question.code for question in found.questions] == ["i1"]
    assert [(item.level, item.code, item.question) for item in found.findings if item.level == "refused"] == [
        ("refused", code, "j.xml")
    ]


def test_a_picture_outside_of_the_package_is_not_looked_for():
    xml = ITEM.replace(
        "<p>", '<p><img src="../../etc/passwd" alt=""/><img src="https://x.example/a.png" alt=""/>'
    )
    found = read(zipped(GOOD | {"i.xml": xml}), language="en")
    assert [(item.code, item.question) for item in found.findings[:2]] == [
        ("further_picture", "i1"),
        ("picture_missing", "i1"),
    ]


def patched(patch, **entry) -> bytes:
    whole = {
        "format": "clikc-questions",
        "version": 1,
        "items": {"i.xml": {"kind": "short", "patch": patch} | entry},
    }
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    "companion",
    [
        b"",
        b"\xff",
        b"[]",
        b"NaN",
        b"[" * 100_000,
        b"9" * 100_000,
        b'{"format": "another"}',
        patched({"code": "\ud800"}),
        patched({"text": {"en": "a\u202eb"}}),
        patched({"text": {"\u0000": "a"}}),
        patched([]),
        patched({"text": "no mapping"}),
        patched({"text": {"en": 1}}),
        patched({"choices": {"a": "no choice"}, "order": ["a"]}),
        patched({"code": "i" * 10_000}),
        patched({"code": None}),
        patched({"kind": "unheard-of"}),
        patched({"kind": []}),
        patched({"difficulty": 10**20}),
        patched({"difficulty": True}),
        patched({"tags": "no list"}),
        patched({"definition": None}, kind="essay"),
    ],
    ids=range(22),
)
def test_a_companion_that_is_none_changes_nothing_and_is_reported(companion):
    found = read(zipped(GOOD | {NAME: companion}, zipfile.ZIP_STORED), language="en")
    assert [question.text for question in found.questions] == [{"en": "What?"}]
    assert ("lost", "companion_unfit") in [(item.level, item.code) for item in found.findings]


def test_a_thousand_questions_are_written_and_read_in_time_that_grows_with_them():
    short = QuestionSource("q", "short", {"en": "What?"}, (), {"accepted": {"en": ["duty"]}})

    def seconds(count: int) -> float:
        start = time.perf_counter()
        writing = write([replace(short, code=f"q{n}") for n in range(count)], language="en")
        assert len(read(writing.content, language="en").questions) == count
        return time.perf_counter() - start

    assert seconds(1_000) < 40 * max(seconds(100), 0.01)
