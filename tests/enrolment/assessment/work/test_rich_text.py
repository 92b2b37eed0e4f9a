"""Rich text from outside: harmless, in few forms, and the same as plain text at every place."""

import re

import nh3
import pytest
from hypothesis import given, strategies as st

from enrolment.assessment.work.rich_text import TAGS, from_typed, plain_of, sanitised

BLOCKS = ["p", "div", "ul", "ol", "li", "h2", "blockquote", "table", "td"]
WORDS = [
    "b",
    "em",
    "a/href=https://a.example/b",
    "a/href=javascript:alert(1)",
    "script",
    "style",
    "svg",
    "math",
]
ODD = ["<br>", "<img/onerror=alert(1)>", "<p/dir=rtl>", "<p/style=color:red>"]
TEXTS = ["word", " ", "&amp;", "&lt;b&gt;", "<", "ا", "\x00", "x\u202ey"]
OPENED = [f"<{tag}>" for tag in (*BLOCKS, *WORDS)]
CLOSED = [f"</{tag.partition('/')[0]}>" for tag in (*BLOCKS, *WORDS)]
REL = 'rel="noopener noreferrer nofollow"'
HTML = st.lists(st.sampled_from([*OPENED, *CLOSED, *ODD, *TEXTS]), max_size=30).map("".join)


@given(HTML)
def test_what_is_kept_is_safe_and_stays_as_it_is(html):
    kept = sanitised(html)
    strict = nh3.clean(
        kept,
        tags=TAGS,
        attributes={"a": {"href"}, "p": {"dir", "lang"}},
        url_schemes={"https"},
        link_rel="noopener noreferrer nofollow",
    )
    assert sanitised(kept) == kept
    assert strict == kept
    assert not re.search(r"\x00|\u202e|javascript:|onerror|style=", kept)


@given(st.text(max_size=200))
def test_what_is_typed_reads_the_same(text):
    plain = plain_of(from_typed(text))
    assert from_typed(plain) == from_typed(text)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("", ""),
        ("<p> </p><ul><li></li></ul><br>", ""),
        ("one<div>two<div>three</div></div>", "<p>one</p><p>two</p><p>three</p>"),
        ("<b>a<i>b</b>c</i>", "<p><strong>a<em>b</em></strong><em>c</em></p>"),
        (
            "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
            "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
        ),
        ("<h1 dir=RTL lang=ar onclick=x>ع</h1>", '<h3 dir="rtl" lang="ar">ع</h3>'),
        ("<a href='http://a.example'>a</a>", "<p>a</p>"),
        (
            "<a href='https://a.example/?x=1&y=\"<b>'>a</a>",
            f'<p><a href="https://a.example/?x=1&amp;y=&quot;&lt;b&gt;" {REL}>a</a></p>',
        ),
    ],
)
def test_the_few_forms(html, kept):
    assert sanitised(html) == kept


def test_plain_text_parts_paragraphs_and_items():
    html = sanitised("<h2>Why</h2><p>a<br>b</p><ul><li>c</li><li>d</li></ul>")
    assert plain_of(html) == "Why\n\na\nb\n\nc\nd"
