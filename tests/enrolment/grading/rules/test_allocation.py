"""Who gets which tutor: against every other way on small cases, and always within the rules."""

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, strategies as st

from enrolment.grading.rules.allocation import Allocation, Learner, Tutor, Why, allocate, second_marker_for


def tutor(number: int, administration="XX", languages="en", capacity=4, **more) -> Tutor:
    return Tutor(number, administration, frozenset(languages.split()), capacity, **more)


def learner(number: int, administration="KE", language="en") -> Learner:
    return Learner(number, administration, language)


def test_never_ones_own_administration_even_if_nobody_else_is_there():
    found = allocate([learner(1), learner(2, "SN")], [tutor(7, "KE")])
    assert found == Allocation({2: 7}, {1: Why.OWN_ADMINISTRATION})


@pytest.mark.parametrize(("hers", "his"), [(None, "KE"), ("KE", None), (None, None)])
def test_who_belongs_to_no_administration_is_of_nobodys(hers, his):
    assert allocate([learner(1, hers)], [tutor(7, his)]).pairs == {1: 7}


def test_a_capacity_is_never_exceeded():
    found = allocate([learner(n) for n in range(5)], [tutor(7, capacity=3, load=1)])
    assert found == Allocation({0: 7, 1: 7}, {2: Why.FULL, 3: Why.FULL, 4: Why.FULL})


def test_somebody_moves_on_so_that_everybody_has_a_tutor():
    """Only tutor 1 may have Kenya's learner; both may have the other, whose language she reads."""
    staff = [tutor(1, "XX", "fr", capacity=1), tutor(2, "KE", "en", capacity=1)]
    people = [learner(1, "SN", "fr"), learner(2, "KE", "en")]
    assert allocate(people, staff) == Allocation({1: 2, 2: 1})


def test_a_language_goes_before_an_even_load():
    staff = [tutor(1, languages="fr en", capacity=4), tutor(2, languages="ar", capacity=4)]
    assert allocate([learner(n, "KE", "fr") for n in range(3)], staff).pairs == {0: 1, 1: 1, 2: 1}


@pytest.mark.parametrize("language", [None, ""])
def test_without_a_language_of_her_own_any_tutor_will_do(language):
    staff = [tutor(1, languages="fr", load=1), tutor(2, languages="ar")]
    assert allocate([learner(1, language=language)], staff).pairs == {1: 2}


def test_the_load_is_even_relative_to_capacity():
    staff = [tutor(1, capacity=10), tutor(2, capacity=20), tutor(3, capacity=10, load=5)]
    found = Counter(allocate([learner(n) for n in range(15)], staff).pairs.values())
    assert found == {1: 5, 2: 10}


def test_nobody_new_for_who_is_away_and_nobody_taken_from_her():
    staff = [tutor(1, is_away=True), tutor(2)]
    assert allocate([learner(1), learner(2)], staff, existing={1: 1}).pairs == {1: 1, 2: 2}
    assert allocate([learner(1)], staff[:1]) == Allocation({}, {1: Why.NO_TUTOR})
    assert allocate([learner(1)], []) == Allocation({}, {1: Why.NO_TUTOR})


def test_a_pair_stays_though_another_would_be_better_now():
    staff = [tutor(1, languages="ar"), tutor(2, languages="en")]
    assert allocate([learner(1)], staff, existing={1: 1}).pairs == {1: 1}


def test_a_pair_that_is_no_longer_allowed_goes():
    staff = [tutor(1, "KE"), tutor(2)]
    assert allocate([learner(1)], staff, existing={1: 1}).pairs == {1: 2}
    assert allocate([learner(1)], staff, existing={1: 99}).pairs == {1: 2}


def test_where_a_capacity_shrank_those_stay_whose_language_is_read():
    staff = [tutor(1, languages="en", capacity=2), tutor(2, languages="fr en", capacity=4)]
    people = [learner(1, language="fr"), learner(2), learner(3)]
    assert allocate(people, staff, existing=dict.fromkeys((1, 2, 3), 1)).pairs == {1: 2, 2: 1, 3: 1}


def test_a_capacity_of_nothing_is_no_room():
    staff = [tutor(1, capacity=0), tutor(2, capacity=-3), tutor(3, capacity=2, load=5)]
    assert allocate([learner(1)], staff, existing={1: 3}) == Allocation({}, {1: Why.FULL})


administrations = st.sampled_from([None, "KE", "SN", "PE"])
languages = st.sampled_from(["en", "fr", "ar"])
tutors = st.lists(
    st.builds(
        Tutor,
        id=st.integers(1, 9),
        administration=administrations,
        languages=st.frozensets(languages, max_size=2),
        capacity=st.integers(0, 3),
        load=st.integers(0, 2),
        is_away=st.booleans(),
    ),
    unique_by=lambda tutor: tutor.id,
    max_size=3,
)
learners = st.lists(
    st.builds(
        Learner,
        id=st.integers(1, 99),
        administration=administrations,
        language=st.none() | languages,
    ),
    unique_by=lambda learner: learner.id,
    max_size=5,
)


def keeps_the_rules(people, staff, pairs) -> bool:
    known, named = {one.id: one for one in people}, {one.id: one for one in staff}
    counts = Counter(pairs.values())
    return all(
        known[one].administration is None or known[one].administration != named[other].administration
        for one, other in pairs.items()
    ) and all(counts[one.id] <= max(0, one.capacity - one.load) for one in staff)


def worth(people, staff, pairs) -> tuple:
    """What is to be least: nobody, languages missed, load squared over capacity."""
    named = {one.id: one for one in staff}
    counts = Counter(pairs.values())
    missed = sum(
        bool(one.language) and one.language not in named[pairs[one.id]].languages
        for one in people
        if one.id in pairs
    )
    loads = sum(
        (Fraction((one.load + counts[one.id]) ** 2, one.capacity) for one in staff if one.capacity > 0),
        Fraction(0),
    )
    return len(people) - len(pairs), missed, loads


def every_way(people, staff):
    ids = [None, *(one.id for one in staff if not one.is_away)]
    for choice in product(ids, repeat=len(people)):
        pairs = {one.id: at for one, at in zip(people, choice, strict=True) if at is not None}
        if keeps_the_rules(people, staff, pairs):
            yield pairs


@given(people=learners, staff=tutors)
def test_no_other_way_is_better(people, staff):
    found = allocate(people, staff)
    assert keeps_the_rules(people, staff, found.pairs)
    best = min(worth(people, staff, pairs) for pairs in every_way(people, staff))
    assert worth(people, staff, found.pairs) == best
    assert found.pairs.keys() | found.unplaced.keys() == {one.id for one in people}
    assert not found.pairs.keys() & found.unplaced.keys()


@given(people=learners, staff=tutors, chance=st.randoms(), data=st.data())
def test_neither_order_nor_repetition_changes_a_pair(people, staff, chance, data):
    ids = st.sampled_from([one.id for one in staff] or [0])
    existing = {one.id: data.draw(ids) for one in people if data.draw(st.booleans())}
    found = allocate(people, staff, existing=existing)
    chance.shuffle(people)
    chance.shuffle(staff)
    assert allocate(people, staff, existing=existing) == found
    assert keeps_the_rules(people, staff, found.pairs)
    again = allocate(people, staff, existing=found.pairs)
    assert again == found


@given(people=learners, staff=tutors, more=learners)
def test_who_comes_later_takes_nobodys_tutor(people, staff, more):
    found = allocate(people, staff)
    newcomers = [replace(one, id=one.id + 100) for one in more]
    later = allocate([*people, *newcomers], staff, existing=found.pairs)
    assert found.pairs.items() <= later.pairs.items()


@given(people=learners, staff=tutors)
def test_the_reason_is_true(people, staff):
    present = [one for one in staff if not one.is_away]
    for one in people:
        why = allocate(people, staff).unplaced.get(one.id)
        others = [t for t in present if one.administration is None or t.administration != one.administration]
        if why == Why.FULL:
            assert others
        elif why:
            assert not others
            assert (why == Why.NO_TUTOR) is (not present)


def test_sixty_learners_and_ten_tutors_are_all_placed():
    chance = random.Random(7)
    codes = ["KE", "SN", "PE", "JO", "ET", "CO"]
    speech = ["en", "fr", "es", "ar", "am"]
    people = [learner(n, chance.choice(codes), chance.choice(speech)) for n in range(60)]
    staff = [
        tutor(n, chance.choice(codes), " ".join(chance.sample(speech, 2)), capacity=chance.randint(6, 9))
        for n in range(10)
    ]
    found = allocate(people, staff)
    assert not found.unplaced
    assert keeps_the_rules(people, staff, found.pairs)


SECOND = [tutor(1, load=0), tutor(2, load=2), tutor(3, capacity=8, load=3), tutor(4, "KE")]


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        ([], None),
        (SECOND[:1], None),
        (SECOND, 3),
        ([*SECOND, tutor(5, load=0, languages="ar")], 3),
        ([tutor(5, load=0, languages="ar")], 5),
        ([tutor(5, load=4), tutor(6, is_away=True), tutor(7, "KE"), tutor(8, capacity=0)], None),
        ([tutor(9), tutor(8)], 8),
    ],
)
def test_who_marks_a_second_time(staff, expected):
    """Tutor 1 was the first; 2 is half full, 3 three eighths."""
    assert second_marker_for(learner=learner(1), first=1, tutors=staff) == expected
    assert second_marker_for(learner=learner(1), first=1, tutors=staff[::-1]) == expected


@given(who=learners, first=st.integers(1, 9), staff=tutors)
def test_the_second_marker_keeps_the_rules(who, first, staff):
    for one in who:
        found = second_marker_for(learner=one, first=first, tutors=staff)
        if found is not None:
            assert found != first
            assert keeps_the_rules([one], staff, {one.id: found})
