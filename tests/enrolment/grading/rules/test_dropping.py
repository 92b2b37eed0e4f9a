"""What is dropped is what leaves the best mean: against every other choice, and never to one's harm."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given, strategies as st

from enrolment.grading.rules.dropping import Best, Part, best_mean, mean_of

shares = st.fractions(0, 1, max_denominator=20)
parts = st.lists(
    st.builds(
        Part,
        code=st.sampled_from("abcdefg"),
        weight=st.fractions(Fraction(1, 4), 10, max_denominator=4),
        share=shares,
    ),
    unique_by=lambda part: part.code,
    min_size=1,
    max_size=7,
)
drops = st.integers(0, 8)


def part(code: str, weight: int, percent: int) -> Part:
    return Part(code, Fraction(weight), Fraction(percent, 100))


def test_where_all_weigh_the_same_the_lowest_goes():
    assert best_mean([part("a", 1, 70), part("b", 1, 40), part("c", 1, 90)], 1) == Best(
        Fraction(4, 5), ("b",)
    )


def test_the_heavy_paper_goes_before_the_light_note_that_is_a_little_worse():
    module = [part("paper", 9, 50), part("note", 1, 49), part("exam", 10, 90)]
    assert best_mean(module, 1) == Best(Fraction(949, 1100), ("paper",))


def test_the_last_one_stays_and_of_equals_the_first_code_goes():
    module = [part("b", 1, 0), part("a", 1, 0), part("c", 1, 0)]
    assert best_mean(module, 9) == Best(Fraction(0), ("a", "b"))
    assert best_mean(module[:1], 1) == Best(Fraction(0), ())
    assert best_mean([], 2) is None
    assert best_mean(module, -1) == Best(Fraction(0), ())


@given(module=parts, drop=drops)
def test_no_other_choice_is_better(module, drop):
    best = best_mean(module, drop)
    count = min(drop, len(module) - 1)
    kept = [mean_of(chosen) for chosen in combinations(module, len(module) - count)]
    assert best.mean == max(kept)
    assert len(best.dropped) == count
    assert best.mean == mean_of([one for one in module if one.code not in best.dropped])


@given(module=parts, drop=drops, chance=st.randoms())
def test_the_order_is_of_no_matter(module, drop, chance):
    best = best_mean(module, drop)
    chance.shuffle(module)
    assert best_mean(module, drop) == best


@given(module=parts, drop=drops, at=st.integers(0, 6), better=shares)
def test_a_better_result_never_harms(module, drop, at, better):
    one = module[at % len(module)]
    improved = [part for part in module if part != one] + [one._replace(share=max(one.share, better))]
    assert best_mean(module, drop).mean <= best_mean(improved, drop).mean


@given(module=parts, drop=drops)
def test_more_dropped_is_never_worse(module, drop):
    assert best_mean(module, drop).mean <= best_mean(module, drop + 1).mean
