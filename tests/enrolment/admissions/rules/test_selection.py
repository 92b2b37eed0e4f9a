"""Who is given a seat: never one too many, the same whatever the order, and a reason for everybody."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings, strategies as st

from enrolment.admissions.rules.selection import (
    Candidate,
    Proposal,
    Quotas,
    Reason,
    Settled,
    Tie,
    Why,
    next_on_reserve,
    select_nominees,
)


def candidate(key: int, score=70, administration="KE", region="ESA", **more) -> Candidate:
    return Candidate(key, administration, region, None if score is None else Decimal(score), **more)


def codes(found: Proposal) -> dict:
    return {key: [reason.code for reason in reasons] for key, reasons in found.reasons.items()}


def test_the_best_scores_are_given_the_seats():
    field = [candidate(1, 60, "KE"), candidate(2, 90, "SN"), candidate(3, 75, "PE")]
    found = select_nominees(field, Quotas(2))
    assert (found.seated, found.reserve) == ((2, 3), (1,))
    assert found.reasons == {
        1: (Reason(Why.SEATS_GIVEN, figure=Decimal(75)),),
        2: (Reason(Why.BY_SCORE),),
        3: (Reason(Why.BY_SCORE),),
    }


def test_a_full_administration_gives_way_and_says_to_whom():
    field = [candidate(1, 90), candidate(2, 80), candidate(3, 50, "SN")]
    found = select_nominees(field, Quotas(2, per_administration=1))
    assert found.seated == (1, 3)
    assert found.reasons[2] == (Reason(Why.ADMINISTRATION_FULL, (1,), figure=Decimal(1)),)
    assert found.reserve == (2,)


def test_a_region_has_its_own_quota_or_that_of_all():
    field = [candidate(n, 90 - n, f"A{n}", "ESA" if n < 4 else "MENA") for n in range(8)]
    found = select_nominees(field, Quotas(8, per_region=3, of_region={"MENA": 1}))
    assert found.seated == (0, 1, 2, 4)
    assert found.reasons[5] == (Reason(Why.REGION_FULL, (4,), figure=Decimal(1)),)


@pytest.mark.parametrize(
    ("one", "other", "tie"),
    [
        (candidate(2, administration="SN", region="WCA"), candidate(1), Tie.ADMINISTRATION),
        (candidate(2, administration="UG", region="WCA"), candidate(1, administration="TZ"), Tie.REGION),
        (candidate(2, administration="UG", rank=1), candidate(1, administration="TZ", rank=2), Tie.RANK),
        (candidate(2, administration="UG", rank=2), candidate(1, administration="TZ"), Tie.RANK),
        (
            candidate(2, administration="UG", gender="f"),
            candidate(1, administration="TZ", gender="m"),
            Tie.GENDER,
        ),
        (candidate(2, administration="UG", came=1), candidate(1, administration="TZ", came=2), Tie.TIME),
        (candidate(2, administration="TZ"), candidate(3, administration="UG"), Tie.KEY),
    ],
)
def test_a_tie_is_told_apart_and_the_loser_is_told_how(one, other, tie):
    first = candidate(0, 99, gender="m")
    found = select_nominees([other, one, first], Quotas(2))
    assert found.seated == (0, one.key)
    assert found.reasons[other.key][0] == Reason(Why.LOST_TIE, (one.key,), tie)


def test_who_lost_a_tie_and_got_the_next_seat_lost_nothing():
    found = select_nominees([candidate(1), candidate(2)], Quotas(2))
    assert codes(found) == {1: [Why.BY_SCORE], 2: [Why.BY_SCORE]}


def test_who_is_kept_out_is_told_why_and_is_not_on_the_reserve_list():
    field = [candidate(1, is_eligible=False), candidate(2, None), candidate(3, 49), candidate(4, 50)]
    field += [candidate(5, 99, is_listed=False)]
    found = select_nominees(field, Quotas(4, least_score=Decimal(50)))
    assert (found.seated, found.reserve) == ((4,), ())
    assert found.reasons[3] == (Reason(Why.SCORE_TOO_LOW, figure=Decimal(50)),)
    assert [codes(found)[key] for key in (1, 2, 5)] == [
        [Why.NOT_ELIGIBLE],
        [Why.NOT_SCORED],
        [Why.NOT_LISTED],
    ]


def test_what_people_decided_stands_and_counts():
    field = [candidate(1, 90), candidate(2, 40), candidate(3, 80, "SN"), candidate(4, 95, "PE")]
    settled = {2: Settled.SEATED, 4: Settled.OUT}
    found = select_nominees(field, Quotas(2, per_administration=1), settled)
    assert (found.seated, found.reserve) == ((2, 3), (1,))
    assert codes(found)[2] == codes(found)[4] == [Why.BY_HAND]
    assert found.reasons[1] == (Reason(Why.ADMINISTRATION_FULL, (2,), figure=Decimal(1)),)


def test_the_reserve_list_is_as_long_as_it_may_be():
    found = select_nominees([candidate(n, 90 - n, f"A{n}") for n in range(6)], Quotas(2, reserve=3))
    assert (found.reserve, codes(found)[5]) == ((2, 3, 4), [Why.SEATS_GIVEN])


def test_places_on_the_reserve_list_go_first_to_those_who_could_follow():
    """The seats of the AP are all given, and it has the best of those who wait."""
    field = [candidate(n, 90 - n, f"A{n}", "AP") for n in range(5)]
    field += [candidate(10, 95, "BE", "EUR"), candidate(11, 60, "FR", "EUR"), candidate(12, 59, "ES", "EUR")]
    quotas = Quotas(3, of_region={"AP": 2}, reserve=2)
    found = select_nominees(field, quotas)
    assert (found.seated, found.reserve, found.unfollowed) == ((10, 0, 1), (2, 11), ())
    assert codes(found)[3] == [Why.REGION_FULL, Why.OTHERS_FOLLOW]
    assert codes(found)[12] == [Why.SEATS_GIVEN]
    # One place is for whom the most seats are open; and where nobody fits, that is said.
    assert select_nominees(field, replace(quotas, reserve=1)).reserve == (11,)
    of_one = select_nominees(field[:6], quotas)
    assert (of_one.reserve, of_one.unfollowed) == ((2, 3), (("BE", "EUR"),))


def test_a_tie_within_a_quota_is_told_before_the_quota():
    field = [candidate(n, 70, f"A{n}", "AP", came=n) for n in range(3)]
    found = select_nominees([*field, candidate(9, 70, "BE", "EUR")], Quotas(4, per_region=2))
    assert found.reasons[2] == (
        Reason(Why.LOST_TIE, (1,), Tie.TIME),
        Reason(Why.REGION_FULL, (0, 1), figure=Decimal(2)),
    )
    # Whose quota went to a better score has lost no tie in it.
    higher = select_nominees(
        [replace(item, score=Decimal(80)) for item in field[:2]] + field[2:], Quotas(4, per_region=2)
    )
    assert codes(higher)[2] == [Why.REGION_FULL]


def test_the_first_who_fits_moves_up():
    quotas = Quotas(2, per_administration=1)
    stays, same, other = candidate(1, 90), candidate(2, 80), candidate(3, 70, "SN")
    assert next_on_reserve([same, other], [stays], quotas) == other
    assert next_on_reserve([same, other], [], quotas) == same
    assert next_on_reserve([same, other], [stays, candidate(4, 60, "PE")], quotas) is None
    assert next_on_reserve([same], [stays], quotas) is None


def test_two_of_a_key_are_a_mistake():
    with pytest.raises(ValueError, match="same key"):
        select_nominees([candidate(1), candidate(1)], Quotas(2))


REGIONS = {"KE": "ESA", "UG": "ESA", "TZ": "ESA", "SN": "WCA", "ML": "WCA", "PE": "AMS"}


@st.composite
def fields(draw, most=14):
    number = draw(st.integers(0, most))
    field = []
    for key in range(number):
        administration = draw(st.sampled_from(sorted(REGIONS)))
        field.append(
            Candidate(
                key,
                administration,
                REGIONS[administration],
                draw(st.one_of(st.none(), st.sampled_from([Decimal(n) for n in (40, 55, 55, 70, 90)]))),
                gender=draw(st.sampled_from(["", "f", "m"])),
                rank=draw(st.integers(0, 3)),
                came=draw(st.integers(0, 2)),
                is_eligible=draw(st.integers(0, 5)) > 0,
            )
        )
    return field


QUOTAS = st.builds(
    Quotas,
    seats=st.integers(0, 10),
    per_administration=st.one_of(st.none(), st.integers(0, 3)),
    per_region=st.one_of(st.none(), st.integers(0, 5)),
    of_region=st.dictionaries(st.sampled_from(["ESA", "WCA", "AMS"]), st.integers(0, 4), max_size=2),
    reserve=st.one_of(st.none(), st.integers(0, 5)),
    least_score=st.one_of(st.none(), st.just(Decimal(50))),
)


@settings(max_examples=150)
@given(fields(), QUOTAS)
def test_no_seat_and_no_quota_is_ever_exceeded(field, quotas):
    found = select_nominees(field, quotas)
    by_key = {item.key: item for item in field}
    seated = [by_key[key] for key in found.seated]
    assert len(set(found.seated)) == len(seated) <= quotas.seats
    if quotas.per_administration is not None:
        most = Counter(item.administration for item in seated).values()
        assert all(number <= quotas.per_administration for number in most)
    for region, number in Counter(item.region for item in seated).items():
        assert quotas.of(region) is None or number <= quotas.of(region)
    assert all(item.is_eligible and item.score is not None for item in seated)
    assert quotas.reserve is None or len(found.reserve) <= quotas.reserve
    assert not set(found.seated) & set(found.reserve)


@settings(max_examples=150)
@given(fields(), QUOTAS, st.randoms(use_true_random=False))
def test_it_is_stable(field, quotas, random):
    """The order they come in is of no matter, nor is somebody who can have no seat; and nobody without a
    seat scored better than somebody who has one, unless a quota stands in between."""
    found = select_nominees(field, quotas)
    shuffled = list(field)
    random.shuffle(shuffled)
    assert select_nominees(shuffled, quotas) == found
    outsider = candidate(99, 100, "KE", is_eligible=False)
    more = select_nominees([*field, outsider], quotas)
    assert (more.seated, more.reserve) == (found.seated, found.reserve)
    by_key = {item.key: item for item in field}
    for key, reasons in found.reasons.items():
        if Why.SEATS_GIVEN in {reason.code for reason in reasons}:
            assert all(by_key[seat].score >= by_key[key].score for seat in found.seated)


@settings(max_examples=150)
@given(fields(), QUOTAS)
def test_everybody_has_a_reason_and_it_is_true(field, quotas):
    found = select_nominees(field, quotas)
    assert set(found.reasons) == {item.key for item in field}
    for item in field:
        for reason in found.reasons[item.key]:
            assert _is_true(reason, item, found, quotas, {one.key: one for one in field}), (item, reason)


def _is_true(reason: Reason, item: Candidate, found: Proposal, quotas: Quotas, by_key: dict) -> bool:
    has_seat = item.key in found.seated
    seated = [by_key[key] for key in found.seated]
    match reason.code:
        case Why.BY_SCORE:
            return has_seat
        case Why.NOT_ELIGIBLE:
            return not has_seat and not item.is_eligible
        case Why.NOT_LISTED:
            return not has_seat and not item.is_listed
        case Why.NOT_SCORED:
            return not has_seat and item.score is None
        case Why.SCORE_TOO_LOW:
            return not has_seat and item.score < reason.figure == quotas.least_score
        case Why.ADMINISTRATION_FULL:
            same = {one.key for one in seated if one.administration == item.administration}
            return not has_seat and set(reason.against) == same and len(same) == reason.figure
        case Why.REGION_FULL:
            same = {one.key for one in seated if one.region == item.region}
            return not has_seat and set(reason.against) == same and len(same) == reason.figure
        case Why.SEATS_GIVEN:
            return not has_seat and len(seated) == quotas.seats
        case Why.OTHERS_FOLLOW:
            return not has_seat and item.key not in found.reserve and len(found.reserve) == quotas.reserve
        case Why.LOST_TIE:
            winner = by_key[reason.against[0]]
            return not has_seat and winner in seated and winner.score == item.score
    return False


@settings(max_examples=60)
@given(fields(most=8), QUOTAS)
def test_no_other_choice_within_the_quotas_has_a_higher_sum_or_more_seats(field, quotas):
    found = select_nominees(field, replace(quotas, reserve=None))
    could = [
        item
        for item in field
        if item.is_eligible
        and item.score is not None
        and (quotas.least_score is None or item.score >= quotas.least_score)
    ]
    by_key = {item.key: item for item in field}
    best = max(
        (len(some), sum(item.score for item in some))
        for number in range(min(quotas.seats, len(could)) + 1)
        for some in combinations(could, number)
        if _fits(some, quotas)
    )
    assert (len(found.seated), sum(by_key[key].score for key in found.seated)) == best


def _fits(some, quotas: Quotas) -> bool:
    administrations = Counter(item.administration for item in some).values()
    regions = Counter(item.region for item in some).items()
    return all(
        quotas.per_administration is None or number <= quotas.per_administration for number in administrations
    ) and all(quotas.of(region) is None or number <= quotas.of(region) for region, number in regions)


@settings(max_examples=100)
@given(fields(), QUOTAS, st.data())
def test_who_moves_up_fits_and_is_the_first_who_does(field, quotas, data):
    found = select_nominees(field, replace(quotas, reserve=None))
    by_key = {item.key: item for item in field}
    if not found.seated:
        return
    declined = data.draw(st.sampled_from(found.seated))
    stay = [by_key[key] for key in found.seated if key != declined]
    reserve = [by_key[key] for key in found.reserve]
    up = next_on_reserve(reserve, stay, quotas)
    fitting = [item for item in reserve if _fits([*stay, item], quotas)]
    assert up == (fitting[0] if fitting else None)
    assert up is None or next_on_reserve(reserve, [*stay, up, by_key[declined]], quotas) is None


@settings(max_examples=150)
@given(fields(), QUOTAS)
def test_whatever_seat_is_declined_somebody_follows_or_it_was_said(field, quotas):
    found = select_nominees(field, quotas)
    by_key = {item.key: item for item in field}
    reserve = [by_key[key] for key in found.reserve]
    everybody = [by_key[key] for key in select_nominees(field, replace(quotas, reserve=None)).reserve]
    assert [item for item in everybody if item in reserve] == reserve
    for declined in found.seated:
        stay = [by_key[key] for key in found.seated if key != declined]
        seat = by_key[declined]
        is_said = (seat.administration, seat.region) in found.unfollowed
        assert (next_on_reserve(reserve, stay, quotas) is None) == is_said
        # Where somebody would have fitted, no place was left for her.
        if is_said and next_on_reserve(everybody, stay, quotas):
            assert len(reserve) == quotas.reserve
