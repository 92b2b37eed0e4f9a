"""What search sees of a word."""

import pytest
from hypothesis import given, strategies as st

from clikc.foundation.letters import LONGEST_WORD
from courses.catalogue.words import (
    QUERY_LENGTH,
    QUERY_WORDS,
    closest,
    fold,
    forms_of,
    query_words,
    searchable,
    words_of,
)

SAME = [
    # Arabic: vowel signs, alef, article and prepositions, ta marbuta, alef maqsura, tatweel
    ("ar", "الجمركي", "الجُمركيّ"),
    ("ar", "بضائع", "للبضائع"),
    ("ar", "المنشا", "المنشأ"),
    ("ar", "منشأ", "بالمنشأ"),
    ("ar", "المخاطر", "والمخاطر"),
    ("ar", "مخاطر", "كالمخاطر"),
    ("ar", "اتفاقيه", "الاتفاقية"),
    ("ar", "مستوي", "المستوى"),
    ("ar", "ادارة", "إدارة"),
    ("ar", "الجمارك", "الـجـمـارك"),
    # Amharic: homophones, prefixes, suffixes, punctuation
    ("am", "ትውልድ", "የትውልድ"),
    ("am", "ህጎች", "ሕጎች"),
    ("am", "አለም", "ዓለም"),
    ("am", "ስራ", "ሥራ"),
    ("am", "ጸሐይ", "ፀሀይ"),
    ("am", "ንግድ", "በንግድ"),
    ("am", "ጉምሩክ", "ለጉምሩክን"),
    ("am", "ስጋት", "ስጋት።"),
    # Stems and accents
    ("ru", "происхождение", "происхождения"),
    ("ru", "ещё", "еще"),
    ("fr", "regles", "règles"),
    ("fr", "règle", "règles"),
    ("fr", "coûte", "COÛTE"),
    ("es", "gestion", "gestión"),
    ("es", "aduana", "aduanas"),
    ("pt", "alfandega", "alfândega"),
    ("en", "risk", "risks"),
    ("en", "straße", "STRASSE"),
    # Digits of other scripts
    ("ar", "2026", "٢٠٢٦"),
    ("am", "3", "፫"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_two_spellings_meet(language, one, other):
    assert _forms(one, language) & _forms(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ar", "منشأ", "بضائع"),
        ("am", "ሕግ", "ንግድ"),
        ("en", "risk", "origin"),
        ("fr", "douane", "doute"),
        ("ru", "риск", "рынок"),
    ],
)
def test_two_words_do_not_meet(language, one, other):
    assert not _forms(one, language) & _forms(other, language)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "am", "pt", "ru", "xx"])
def test_the_word_as_written_comes_first(language):
    assert forms_of("manifest", language)[0] == "manifest"


@pytest.mark.parametrize("row", ["ሐሑሒሓሔሕሖ", "ኀኁኂኃኄኅኆ", "ኸኹኺኻኼኽኾ"])
def test_homophones_are_one_in_every_order(row):
    assert fold(row) == "ሀሁሂሀሄህሆ"


@pytest.mark.parametrize(
    ("row", "kept"), [("ሠሡሢሣሤሥሦ", "ሰሱሲሳሴስሶ"), ("ፀፁፂፃፄፅፆ", "ጸጹጺጻጼጽጾ"), ("ዐዑዒዓዔዕዖ", "አኡኢአኤእኦ")]
)
def test_other_homophones_too(row, kept):
    assert fold(row) == kept


def test_a_short_word_keeps_what_only_looks_like_a_prefix():
    assert "د" not in forms_of("والد", "ar")
    assert "ር" not in forms_of("በር", "am")


def test_punctuation_of_every_script_parts_words():
    assert words_of("ንግድ፣ሕግ። re-export, d’origine؛ الأمن؟") == [
        *("ንግድ", "ሕግ", "re", "export", "d", "origine", "الأمن")
    ]


def test_invisible_marks_part_nothing():
    assert words_of("cus\u00adtoms \u200fالجمارك\u200f") == ["customs", "الجمارك"]


def test_a_text_holds_each_form_once():
    assert searchable("Risk and risks: a RISK", "en") == "risk and risks a"


def test_a_query_is_cut():
    assert query_words("a" * 10_000, "en") == ["a" * LONGEST_WORD]
    assert len(query_words("ab " * 10_000, "en")) == 1
    many = " ".join(f"word{number}" for number in range(100))
    assert len(query_words(many, "en")) == QUERY_WORDS
    assert query_words(" " * QUERY_LENGTH + "late", "en") == []


def test_single_letters_are_asked_for_only_when_nothing_else_is():
    assert query_words("l'origine", "fr") == ["origine"]
    assert query_words("x", "en") == ["x"]
    assert query_words("class 7", "en") == ["class", "7"]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (["managment"], "management"),
        (["risk", "managment"], "risk management"),
        (["risk"], ""),
        (["zzzzzz"], ""),
        (["regls"], "règles"),
    ],
)
def test_what_was_meant(asked, meant):
    known = {"risk": "risk", "management": "management", "regles": "règles"}
    assert closest(asked, known) == meant


@given(st.text(max_size=80), st.sampled_from(["en", "fr", "es", "ar", "am", "pt", "ru"]))
def test_any_text_finds_itself(text, language):
    indexed = set(searchable(text, language).split())
    assert all(set(forms_of(word, language)) & indexed for word in query_words(text, language))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    for word in words_of(text):
        assert fold(fold(word)) == fold(word)


@given(st.text(max_size=80), st.sampled_from(["en", "ar", "am", "ru"]))
def test_what_is_indexed_is_letters_and_digits_only(text, language):
    assert all(word.isalnum() for word in searchable(text, language).split())


def _forms(text: str, language: str) -> set[str]:
    return set(searchable(text, language).split())
