"""Words of a text: folded as everywhere, each where it stands."""

import pytest
from hypothesis import given, strategies as st

from clikc.foundation.letters import fold, words_of
from enrolment.assessment.work.wording import worded

CASES = [
    ("The Règles, l'EXPORT.", ["the", "regles", "l", "export"]),
    ("مُحَمَّد المنشأ وإلى", ["محمد", "المنشا", "والي"]),
    ("جمـــارك", ["جمارك"]),
    ("ሠላም፡ዓለም። ፀሐይ", ["ሰላም", "አለም", "ጸሀይ"]),
    ("١٢٣ 123", ["123", "123"]),
    ("a\u200db e\u0301te\u0301", ["ab", "ete"]),
    ("snake_case -- ... \n\t", ["snake", "case"]),
    ("", []),
    ("\x00 \ud800 x", ["x"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_words_are_folded(text, expected):
    assert [word.folded for word in worded(text)] == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("(Règles): l'été!", ["Règles", "l", "été"]),
        ("e\u0301te\u0301, mot", ["e\u0301te\u0301", "mot"]),
        ("مُحَمَّدٌ، جمارك", ["مُحَمَّدٌ", "جمارك"]),
        ("½ x", ["½", "½", "x"]),
        ("x" * 500 + "-y z", ["x" * 500, "y", "z"]),
    ],
)
def test_each_word_knows_where_it_stands_with_its_signs(text, written):
    assert [text[word.start : word.end] for word in worded(text)] == written


scripts = st.text(
    st.sampled_from("abcEFÉéñßİΣς أإآىةكیـُ ሀሐኀፀ፡። 12٣ .,;'’-_\n\t\u200f\u202e\u0301"), max_size=120
)


@given(text=scripts | st.text(max_size=80))
def test_places_lie_in_the_text_one_after_the_other(text):
    words = worded(text)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert all(word.folded for word in words)


@given(text=scripts)
def test_they_are_the_words_of_the_house(text):
    assert [word.folded for word in worded(text)] == [fold(word) for word in words_of(text)]


@given(text=scripts, before=scripts)
def test_what_stands_before_a_text_only_moves_its_words(text, before):
    head = before + "\n"
    moved = [word._replace(start=word.start + len(head), end=word.end + len(head)) for word in worded(text)]
    assert worded(head + text)[len(worded(head)) :] == moved
