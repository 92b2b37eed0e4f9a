"""Codes: drawn from the system's randomness, read back as people type them."""

import secrets

import pytest

from enrolment.certificates import codes


def test_a_code_has_a_hundred_random_bits(monkeypatch):
    drawn = []
    real = secrets.choice
    monkeypatch.setattr(secrets, "choice", lambda among: drawn.append(len(among)) or real(among))
    code = codes.draw_code()
    assert drawn == [32] * 20
    assert len(code) == 20
    assert set(code) <= set(codes.ALPHABET)


def test_no_two_codes_are_alike():
    many = [codes.draw_code() for _ in range(2000)]
    assert len({code[:8] for code in many}) == len(many)
    assert {character for code in many for character in code} == set(codes.ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "0123456789ABCDEFGHJK",
        "01234-56789-ABCDE-FGHJK",
        " 01234 56789 abcde fghjk ",
        "o1234–56789—abcde−fghjk",
        "OI234-56789-ABCDE-FGHJK",
        "OL234_56789_ABCDE_FGHJK",
        "\u202a01234\u200f56789ABCDE\u00a0FGHJK\u202c",
        "٠١٢٣٤-٥٦٧٨٩-ABCDE-FGHJK",
        "０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫ",
        "01234\n56789\tABCDE FGHJK",
    ],
)
def test_a_code_is_understood_as_it_is_typed(typed):
    assert codes.normalise(typed) == "0123456789ABCDEFGHJK"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0123456789ABCDEFGHJ",
        "0123456789ABCDEFGHJKM",
        "0123456789ABCDEFGHJU",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "አአአአአአአአአአአአአአአአአአአአ",
        "0" * 100_000,
        "\ud800" * 20,
    ],
)
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.normalise(typed) is None


def test_groups_of_five():
    assert codes.grouped("0123456789ABCDEFGHJK") == "01234-56789-ABCDE-FGHJK"
