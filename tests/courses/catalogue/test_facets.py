"""Facets offer what leads to something, and say to how much."""

import pytest
from hypothesis import given, settings, strategies as st

from courses.catalogue.facets import VALUES, duration_band, facets_of, narrowed, valid_choices
from tests.factories.catalogue import make_card

LEVELS = ["foundation", "intermediate", "advanced"]
SUBJECTS = ["compliance", "security", "people"]
LANGUAGES = ["en", "fr", "ar", "am"]
POSSIBLE = {
    "subject": SUBJECTS,
    "level": LEVELS,
    "language": LANGUAGES,
    "duration": ["short", "medium", "long"],
}

cards = st.builds(
    make_card,
    subject=st.sampled_from(SUBJECTS),
    level=st.sampled_from(LEVELS),
    minutes=st.integers(0, 600),
    editions=st.sets(st.sampled_from(LANGUAGES), min_size=1).map(lambda codes: dict.fromkeys(codes, 100)),
)
shelves = st.lists(cards, max_size=12)
choices = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from(values), unique=True, max_size=2) for name, values in POSSIBLE.items()}
)


@settings(max_examples=150, deadline=None)
@given(shelves, choices)
def test_a_facet_offers_only_what_leads_to_something_and_counts_it_right(shelf, asked):
    chosen = valid_choices(shelf, asked)
    for facet in facets_of(shelf, chosen):
        offered = {choice.value: choice for choice in facet.choices}
        for value in POSSIBLE[facet.name]:
            others = {name: values for name, values in chosen.items() if name != facet.name}
            leads_to = len(narrowed(shelf, others | {facet.name: (value,)}))
            if value in offered:
                assert offered[value].count == leads_to
                assert leads_to or offered[value].is_chosen
            else:
                assert leads_to == 0


@settings(max_examples=100, deadline=None)
@given(shelves, choices)
def test_narrowing_is_any_within_a_facet_and_all_between(shelf, asked):
    chosen = valid_choices(shelf, asked)
    expected = [
        card
        for card in shelf
        if all(not values or set(values) & set(VALUES[name](card)) for name, values in chosen.items())
    ]
    assert narrowed(shelf, chosen) == expected


@settings(max_examples=60, deadline=None)
@given(shelves, choices, st.sampled_from(list(POSSIBLE)))
def test_another_choice_in_a_facet_never_narrows_it(shelf, asked, name):
    before = len(narrowed(shelf, valid_choices(shelf, asked)))
    chosen = valid_choices(shelf, asked)
    if chosen[name]:
        more = chosen | {name: (*chosen[name], *VALUES[name](shelf[0]))}
        assert len(narrowed(shelf, more)) >= before


def test_unknown_values_are_ignored():
    shelf = [make_card(level="foundation")]
    asked = {"level": ["advanced", "foundation", "foundation", "'; DROP"], "subject": ["nothing"]}
    assert valid_choices(shelf, asked) == {
        "subject": (),
        "level": ("foundation",),
        "language": (),
        "duration": (),
    }


@pytest.mark.parametrize(
    ("minutes", "band"),
    [(0, "short"), (120, "short"), (121, "medium"), (300, "medium"), (301, "long"), (480, "long")],
)
def test_duration_bands(minutes, band):
    assert duration_band(minutes) == band


def test_a_facet_with_one_value_is_of_no_use_until_it_is_chosen():
    shelf = [make_card(), make_card()]
    assert not any(facet.is_useful for facet in facets_of(shelf, {}))
    level = facets_of(shelf, {"level": ("foundation",)})[1]
    assert level.is_useful
