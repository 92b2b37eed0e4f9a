"""What is pasted, taken apart."""

import pytest
from hypothesis import given, strategies as st

from enrolment.coordination.cohorts.pasted import MOST_ENTRIES, entries_in

NAMES = st.text(alphabet="abcdefghij أبجد", min_size=1, max_size=20).filter(str.strip)


def said(text: str) -> list[str]:
    return [entry.address or entry.name for entry in entries_in(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("\n \n;;\t,", []),
        ("Amina Yusuf <Amina@Example.org>", ["amina@example.org"]),
        (
            '"Yusuf, Amina" <a@x.org>, b@x.org; c@x.org\td@x.org e@x.org',
            ["a@x.org", "b@x.org", "c@x.org", "d@x.org", "e@x.org"],
        ),
        ("a@x.org\r\nb@x.org\u2028c@x.org", ["a@x.org", "b@x.org", "c@x.org"]),
        ("mailto:a@x.org.", ["a@x.org"]),
        ("@x.org; a@; @", ["@x.org", "a@"]),
        ("a@b@x.org @@@@", ["a@b@x.org", "@@@@"]),
        ("Amina Yusuf\nBo  Li", ["Amina Yusuf", "Bo Li"]),
        ("Amina Yusuf; Bo Li\tCara Diaz", ["Amina Yusuf", "Bo Li", "Cara Diaz"]),
        ("أمينة يوسف؛ بو لي", ["أمينة يوسف", "بو لي"]),
    ],
)
def test_any_separator(text, found):
    assert said(text) == found


def test_a_comma_may_stand_within_a_name_or_between_two():
    [entry] = entries_in("Yusuf, Amina")
    assert (entry.name, entry.parts) == ("Yusuf, Amina", ("Yusuf", "Amina"))


def test_lines_are_numbered_as_they_were_pasted():
    assert [entry.line for entry in entries_in("a@x.org\nb@x.org, c@x.org")] == [1, 2, 2]


def test_a_flood_is_cut():
    assert len(entries_in("a@x.org\n" * (MOST_ENTRIES + 10))) == MOST_ENTRIES


@given(st.text())
def test_anything_is_read(text):
    for entry in entries_in(text):
        assert bool(entry.address) != bool(entry.name)
        assert len(entry.text) <= 254


@given(st.lists(NAMES, max_size=5), st.sampled_from([";", "\n", "\t", "\r\n", "؛"]))
def test_names_come_back_whatever_separates_them(names, separator):
    assert said(separator.join(names)) == [" ".join(name.split()) for name in names]
