"""Somebody is named where both her names stand in a text, as whole words."""

import pytest
from hypothesis import given, strategies as st

from enrolment.assessment.work.naming import is_named


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("Jane", "Wanjiru", "By Jane Wanjiru, Nairobi"),
        ("Jane", "Wanjiru", "WANJIRU, jane"),
        ("Jane", "Wanjiru", "Wanjiru wrote this. Ask\nfor Jane."),
        ("José", "Núñez", "jose nunez"),
        ("Jose", "Nunez", "José Núñez"),
        ("Aïssatou", "N'Diaye", "Aissatou N’DIAYE"),
        ("Ana María", "de la Cruz López", "Ana López"),
        ("أحمد", "بن علي", "كتبه احمد علي"),
        ("ሠላም", "ፀሐይ", "ሰላም፡ጸሀይ"),
        ("Li", "Y", "Li Y"),
        ("Mohamed", "Mohamed", "by Mohamed"),
    ],
)
def test_both_names_wherever_they_stand(first, last, text):
    assert is_named(text, first=first, last=last)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("Jane", "Wanjiru", ""),
        ("Jane", "Wanjiru", "Jane is an example of a declarant."),
        ("Jane", "Wanjiru", "The agent Wanjiru declared it."),
        ("Jane", "Wanjiru", "Janet Wanjirus"),
        ("Ana", "de la Cruz", "Ana declara la mercancía de origen."),
        ("Ali Hassan", "Hassan Omar", "Hassan declared it."),
        ("Jane", "", "Jane"),
        ("", "Wanjiru", "Wanjiru"),
        ("", "", "Jane Wanjiru"),
        ("-", "...", "- ..."),
    ],
)
def test_one_of_them_names_nobody(first, last, text):
    assert not is_named(text, first=first, last=last)


@given(st.text(), st.text(), st.text())
def test_whatever_stands_around_them(before, between, after):
    text = f"{before} Wanjiru {between} Jane {after}"
    assert is_named(text, first="Jane", last="Wanjiru")


@given(st.text(max_size=40), st.text(max_size=40), st.text())
def test_any_text_can_be_asked(first, last, text):
    assert is_named(text, first=first, last=last) == is_named(text, first=last, last=first)
