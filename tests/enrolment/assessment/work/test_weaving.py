"""The text of a work, woven with comments: every place is found again, and nothing else gets in."""

import re
from html import unescape

import pytest
from hypothesis import given, strategies as st

from enrolment.assessment.work.rich_text import plain_of, sanitised
from enrolment.assessment.work.weaving import Passage, weave, weave_plain
from tests.factories.workbench import ESSAY, PLAIN

PIECE = re.compile(r'<(span|mark) data-at="(\d+)"(?: data-notes="([^"]*)")?>(.*?)</\1>', re.DOTALL)


def pieces(html):
    return [(int(at), notes, unescape(text)) for _tag, at, notes, text in PIECE.findall(html)]


def words_of(html, key):
    return " ".join(text for _at, notes, text in pieces(html) if key in notes.split())


def test_each_piece_says_where_it_stands():
    woven = weave(ESSAY, PLAIN, [], prefix="p")
    assert pieces(woven.html)
    for at, _notes, text in pieces(woven.html):
        assert PLAIN[at : at + len(text)] == text


def test_a_passage_is_marked_across_markup_and_ends_with_its_number():
    start, end = PLAIN.index("recursos"), PLAIN.index(" es alto")
    woven = weave(ESSAY, PLAIN, [Passage("k", 3, start, end)], prefix="p")
    assert words_of(woven.html, "k") == "recursos van donde el riesgo"
    assert '<mark data-at="' in woven.html
    assert '<a class="work__ref" href="#note-k">3</a></strong> ' in woven.html


def test_across_paragraphs_a_passage_has_its_number_once_and_is_led_back_to():
    passages = [Passage("7", 7, 4, 14), Passage("8", 8, 3, 3)]
    woven = weave(
        "<p>One <b>two</b></p><p>three</p>", "One two\n\nthree", passages, prefix="p", back="place-"
    )
    assert words_of(woven.html, "7") == "two three"
    assert woven.html.count('<a class="work__ref" id="place-7" href="#note-7">7</a>') == 1
    assert woven.numbered == {"7"}


def test_a_list_keeps_its_direction():
    html = weave('<ul dir="rtl" onclick="x"><li>واحد</li></ul>', "واحد", [], prefix="p").html
    assert html.startswith('<ul dir="rtl"><li')


def test_passages_may_overlap():
    middle = PLAIN.index("indicadores")
    passages = [Passage("a", 1, middle - 6, middle + 4), Passage("b", 2, middle, middle + 11)]
    html = weave(ESSAY, PLAIN, passages, prefix="p").html
    assert 'data-notes="a b">indi<' in html
    assert html.count("work__ref") == 2


def test_paragraphs_are_numbered_with_their_first_words():
    woven = weave(ESSAY, PLAIN, [], prefix="p")
    assert [one.words for one in woven.paragraphs][0::4] == ["Riesgo y control", "Después se decide."]
    assert [one.number for one in woven.paragraphs] == [1, 2, 3, 4, 5]
    second = woven.paragraphs[1]
    assert PLAIN[second.start : second.end].startswith("El control")
    assert 'id="p-2" data-paragraph="2"' in woven.html


def test_headings_of_a_work_are_none_of_the_page():
    assert "<h3" not in weave(ESSAY, PLAIN, [], prefix="p").html


@pytest.mark.parametrize(
    "html",
    [
        "<p>one<script>alert(1)</script></p>",
        '<p onclick="alert(1)">one</p>',
        '<img src="x" onerror="alert(1)"><p>one</p>',
        '<a href="javascript:alert(1)">one</a>',
        '<p lang="&quot;&gt;<b>">one</p>',
        "<p>one</p><style>p { color: red }</style>",
    ],
)
def test_nothing_of_the_works_own_markup_gets_in(html):
    shown = weave(html, "one", [], prefix="p").html
    assert "one" in shown
    for bad in ("script", "onclick", "onerror", "javascript", "img", "style", '"><b>'):
        assert bad not in shown


def test_language_direction_and_links_stay():
    html = weave(
        '<p dir="rtl" lang="ar">واحد</p><p><a href="https://wcoomd.org">two</a></p>',
        "واحد\n\ntwo",
        [],
        prefix="p",
    ).html
    assert 'dir="rtl" lang="ar"' in html
    assert '<a href="https://wcoomd.org" rel="noopener noreferrer nofollow">' in html


def test_lines_without_markup_are_paragraphs():
    woven = weave_plain("one\n\n<b>two</b>\n", [], prefix="f")
    assert [one.words for one in woven.paragraphs] == ["one", "<b>two</b>"]
    assert "<b>" not in woven.html


INSIDE = st.text(st.sampled_from("ab <>&é😀\u0301ع\n"), max_size=30)


@given(st.lists(INSIDE, max_size=5), st.integers(0, 60), st.integers(0, 60))
def test_whatever_was_written_every_marked_place_is_the_one_meant(parts, one, other):
    html = sanitised("".join(f"<p>{part}</p>" for part in parts))
    plain = plain_of(html)
    start, end = sorted((min(one, len(plain)), min(other, len(plain))))
    woven = weave(html, plain, [Passage("k", 1, start, end)], prefix="p")
    for at, notes, text in pieces(woven.html):
        assert plain[at : at + len(text)] == text
        if notes:
            assert start <= at
            assert at + len(text) <= end
    shown = {place for at, notes, text in pieces(woven.html) if notes for place in range(at, at + len(text))}
    meant = {place for place in range(start, end) if not plain[place].isspace()}
    assert meant <= shown
