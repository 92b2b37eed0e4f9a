"""How much two texts have in common: the share, the passages, and who is compared at all."""

import subprocess
import sys
from decimal import Decimal

import pytest
from django.conf import settings
from hypothesis import given, strategies as st

from enrolment.assessment.work.similarity import (
    CERTAIN,
    Passage,
    candidates,
    fingerprints,
    owners_of,
    resemblance,
)
from enrolment.assessment.work.wording import worded

LAW = "goods are valued at the price actually paid or payable for them"
LAWS_WORDS = 12


def own(tag: str, count: int) -> str:
    """Words that no other text has."""
    return " ".join(f"{tag}{number}" for number in range(count))


def share(a: str, b: str, **more) -> Decimal:
    return resemblance(a, b, **more).share_percent


def test_the_share_is_that_of_the_shorter_text():
    a, b = f"{own('x', 12)} {LAW}", f"{LAW} {own('y', 488)}"
    assert share(a, b) == share(b, a) == 50


def test_a_passage_is_at_least_eight_words():
    words = LAW.split()
    seven, eight = (" ".join(words[:size]) for size in (7, 8))
    assert resemblance(f"x {seven} x x", f"y {seven} y y").passages == ()
    assert share(f"x {eight} x", f"y {eight} y") == 80


def test_passages_say_where_they_stand_as_it_was_written():
    a = f"«{LAW.upper()}», she wrote"
    b = f"{own('y', 20)}: {LAW.replace(' ', '  ')}!"
    (passage,) = resemblance(a, b).passages
    assert a[passage.start_a : passage.end_a] == LAW.upper()
    assert b[passage.start_b : passage.end_b] == LAW.replace(" ", "  ")
    assert passage.words == LAWS_WORDS


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "Les règles d'origine préférentielle déterminent où la marchandise a été entièrement obtenue",
            "les regles d’origine preferentielle determinent ou la marchandise a ete entierement obtenue",
        ),
        (
            "إنّ إدارة الجمارك تُحدّد منشأ البضاعة وفقاً للقواعد المتّفق عليها",
            "ان ادارة الجمارك تحدد منشا البضاعة وفقا للقواعد المتفق عليها",
        ),
        (
            "የጉምሩክ ኮሚሽን ሠራተኞች ዕቃውን ፀሐይ ላይ ዐይተው ዋጋውን ወስነዋል",
            "የጉምሩክ ኮሚሽን ሰራተኞች እቃውን ጸሀይ ላይ አይተው ዋጋውን ወስነዋል",
        ),
    ],
    ids=["French", "Arabic", "Amharic"],
)
def test_spellings_of_one_letter_make_no_difference(a, b):
    words = "one two three"
    assert share(a, b) == 100
    assert share(f"{words} {a}", f"{b} {words}") > 70


def test_what_is_quoted_from_the_instructions_does_not_count():
    task = "Explain in your own words how customs value is found and which methods there are"
    a, b = f"{task}: {own('x', 30)}", f"{own('y', 30)}. {task.upper()}?"
    assert share(a, b) > 0
    assert resemblance(a, b, instructions=task) == resemblance("", "")
    both = f"{LAW} {task}"
    assert share(f"{own('x', 12)} {both}", f"{both} {own('y', 99)}", instructions=task) == 50


def test_four_words_of_the_instructions_are_no_quotation():
    task = LAW.split()[:4]
    assert share(f"{LAW} x", f"y {LAW}", instructions=" ".join(task)) > 90


def test_who_hands_in_the_instructions_alone_has_nothing_of_her_own():
    found = resemblance(LAW, LAW, instructions=f"Please explain: {LAW}.")
    assert (found.share_percent, found.passages) == (0, ())


@pytest.mark.parametrize("text", ["yes", "Yes, it is.", LAW, f"{LAW}. {LAW}"])
def test_the_same_text_is_the_same_however_short(text):
    found = resemblance(text, text.upper())
    assert found.share_percent == 100
    assert found.passages == (Passage(*_ends(text), *_ends(text), len(worded(text))),)


def _ends(text: str) -> tuple[int, int]:
    words = worded(text)
    return words[0].start, words[-1].end


@pytest.mark.parametrize("text", ["", " \n", "...", "\x00\ud800"])
def test_what_has_no_words_resembles_nothing(text):
    assert share(text, text) == share(text, LAW) == 0
    assert fingerprints(text) == frozenset()


words = st.sampled_from([f"w{number}" for number in range(6)])
texts = st.lists(words, max_size=60).map(" ".join)
tasks = st.lists(words, max_size=8).map(" ".join)


@given(a=texts, b=texts, task=tasks)
def test_it_does_not_matter_which_is_first(a, b, task):
    there, back = resemblance(a, b, instructions=task), resemblance(b, a, instructions=task)
    assert there.share_percent == back.share_percent
    turned = {Passage(p.start_b, p.end_b, p.start_a, p.end_a, p.words) for p in back.passages}
    assert set(there.passages) == turned


@given(a=texts, b=texts, task=tasks)
def test_a_share_is_in_range_and_its_passages_are_true(a, b, task):
    found = resemblance(a, b, instructions=task)
    assert 0 <= found.share_percent <= 100
    assert bool(found.passages) is (found.share_percent > 0)
    for passage in found.passages:
        here = [word.folded for word in worded(a[passage.start_a : passage.end_a])]
        assert here == [word.folded for word in worded(b[passage.start_b : passage.end_b])]
        assert len(here) == passage.words


@given(a=texts, b=texts)
def test_every_word_in_a_shared_eight_is_counted(a, b):
    """The share by the plainest way there is: every eight words in a row, looked for in the other text."""
    short, long = sorted((a.split(), b.split()), key=len)
    if not short or short == long:
        return
    covered = _counted(short, long)
    if len(short) == len(long):
        covered = max(covered, _counted(long, short))
    assert abs(share(a, b) - Decimal(covered * 100) / len(short)) <= Decimal("0.05")


def _counted(short: list[str], long: list[str]) -> int:
    eights = {tuple(long[at : at + 8]) for at in range(len(long) - 7)}
    inside = {
        place
        for at in range(len(short) - 7)
        if tuple(short[at : at + 8]) in eights
        for place in range(at, at + 8)
    }
    return len(inside)


@given(
    passage=st.lists(words, min_size=CERTAIN, max_size=CERTAIN + 10).map(" ".join),
    around=st.lists(st.lists(words, max_size=20).map(" ".join), min_size=4, max_size=4),
)
def test_who_shares_a_long_passage_is_always_a_candidate(passage, around):
    a = f"{around[0]} {passage.upper()} {around[1]}"
    b = f"{around[2]} {passage}, {around[3]}"
    assert fingerprints(a) & fingerprints(b)


@given(a=texts, b=texts, task=tasks)
def test_who_has_a_fingerprint_in_common_shares_a_passage_and_the_other_way_round(a, b, task):
    found = resemblance(a, b, instructions=task)
    is_candidate = bool(fingerprints(a, instructions=task) & fingerprints(b, instructions=task))
    if is_candidate:
        assert found.passages
    if any(passage.words >= CERTAIN for passage in found.passages):
        assert is_candidate


def test_few_of_many_words_are_kept():
    numbers = fingerprints(own("x", 2000))
    assert 350 < len(numbers) < 550
    assert all(0 <= number < 1 << 63 for number in numbers)


def test_candidates_are_found_by_their_fingerprints_the_likeliest_first():
    long = own("copied", 60)
    written = {
        "hers": f"{own('a', 100)} {long}",
        "all of it": f"{long} {own('b', 50)}",
        "a part": f"{own('c', 90)} {' '.join(long.split()[:20])} {own('d', 9)}",
        **{f"other {number}": own(f"o{number}x", 50) for number in range(40)},
    }
    prints = {key: fingerprints(text) for key, text in written.items()}
    owners = owners_of(prints)
    assert candidates(prints["hers"], owners) == ["hers", "all of it", "a part"]
    assert candidates(frozenset(), owners) == []


def test_fingerprints_are_the_same_in_every_process():
    code = (
        "from enrolment.assessment.work.similarity import fingerprints;"
        f"print(sorted(fingerprints({LAW!r})), sorted(fingerprints({own('x', 99)!r})))"
    )
    answers = {
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", code],
            cwd=settings.BASE_DIR,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    here = f"{sorted(fingerprints(LAW))} {sorted(fingerprints(own('x', 99)))}\n"
    assert answers == {here}
