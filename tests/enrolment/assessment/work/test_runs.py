"""Shared runs: none is missed, none is made up, none could be longer."""

from hypothesis import given, strategies as st

from enrolment.assessment.work.runs import Run, Runs

# Two words and gaps: as many repetitions as can be.
texts = st.lists(st.sampled_from(["a", "b", "c", None]), max_size=24)


def stands_in(words: list, text: list) -> int | None:
    """Where it stands first; a gap stands nowhere."""
    if None in words:
        return None
    places = (at for at in range(len(text) - len(words) + 1) if text[at : at + len(words)] == words)
    return next(places, None)


def longest(words: list, text: list, least: int) -> list[Run]:
    """The same by trying everything: of each end the longest, but those that lie in another."""
    found = []
    for end in range(1, len(words) + 1):
        starts = (start for start in range(end) if stands_in(words[start:end], text) is not None)
        start = next(starts, end)
        if end - start >= least:
            found.append(Run(start, end, stands_in(words[start:end], text)))
    return [run for run in found if not any(one.start <= run.start and run.end < one.end for one in found)]


def test_a_passage_that_was_moved_is_found():
    known = Runs(["the", "goods", "are", "valued", "when", "they", "cross", "the", "border"])
    read = ["they", "cross", "the", "border", "and", "the", "goods", "are", "valued"]
    assert list(known.shared(read, least=3)) == [Run(0, 4, 5), Run(5, 9, 0)]


def test_a_gap_parts_a_run():
    assert list(Runs(["a", "b", None, "c"]).shared(["a", "b", None, "c"], least=1)) == [
        Run(0, 2, 0),
        Run(3, 4, 3),
    ]


@given(text=texts, words=texts, least=st.integers(1, 5))
def test_it_finds_what_trying_everything_finds(text, words, least):
    assert list(Runs(text).shared(words, least=least)) == longest(words, text, least)


def test_a_text_of_one_word_takes_no_time():
    """Comparing each place with each other would be 1,600,000,000 steps."""
    words = ["the"] * 40_000
    assert list(Runs(words).shared(words, least=8)) == [Run(0, 40_000, 0)]
