"""Who looks like one and the same: spellings and scripts that match, people who must not."""

import random
import time

import pytest
from hypothesis import given, settings, strategies as st

from enrolment.membership.likeness import MOST_NAMESAKES, Person, Reason, pairs_of

SAME = [
    ("Mohammed Ali", "Muhammad Ali", Reason.SPELLING),
    ("Mouhamed Sow", "Mohamed Sow", Reason.SPELLING),
    ("Mohamed Ali", "محمد علي", Reason.SCRIPT),
    ("Aïssatou Diallo", "Aissatou Diallo", Reason.NAME),
    ("ሰላማዊት ተስፋዬ", "Selamawit Tesfaye", Reason.SCRIPT),
    ("ዮሐንስ አበበ", "Yohannes Abebe", Reason.SCRIPT),
    ("Amina Yusuf", "Yusuf Amina", Reason.NAME),
    ("AMINA  YUSUF", "amina yusuf", Reason.NAME),
    ("Abdelrahman Saleh", "Abd al-Rahman Saleh", Reason.NAME),
    ("عبدالرحمن صالح", "Abdelrahman Saleh", Reason.SCRIPT),
    ("عبد الرحمن صالح", "عبدالرحمن صالح", Reason.NAME),
    ("Abdoul Karim Sow", "Abdulkarim Sow", Reason.NAME),
    ("Youssef Karim", "Yusuf Kareem", Reason.SPELLING),
    ("يوسف كريم", "Yusuf Karim", Reason.SCRIPT),
    ("فاطمة حسن", "Fatima Hassan", Reason.SCRIPT),
    ("أحمد حسين", "Hussein Ahmed", Reason.SCRIPT),
    ("عائشة أحمد", "Aisha Ahmed", Reason.SCRIPT),
    ("Fatma Hassan", "Fatima Hassan", Reason.SPELLING),
    ("Hussain Omar", "Hussein Omar", Reason.SPELLING),
    ("Moussa Traoré", "Musa Traore", Reason.SPELLING),
    ("José Núñez", "Jose Nunez", Reason.NAME),
    ("Ольга Иванова", "Olga Ivanova", Reason.SCRIPT),
    ("Νίκος Παπαδόπουλος", "Nikos Papadopoulos", Reason.SCRIPT),
]
TWO = [
    ("Hassan Ali", "Hussein Ali"),
    ("حسن علي", "Hussein Ali"),
    ("حسين علي", "Hassan Ali"),
    ("Ahmed Mohamed", "Hamid Mohamed"),
    ("أحمد علي", "Hamid Ali"),
    ("Mahmoud Ali", "Mohamed Ali"),
    ("Amin Yusuf", "Amina Yusuf"),
    ("Jamil Saad", "Jamal Saad"),
    ("Juan Perez", "Jean Perez"),
    ("Jean Ndiaye", "Jeanne Ndiaye"),
    ("Mario Rossi", "Maria Rossi"),
    ("Peter Otieno", "Petra Otieno"),
    ("Wanjiru Kamau", "Wanjiku Kamau"),
    ("Salim Omar", "Salma Omar"),
    ("Abdallah Ali", "Abdelkader Ali"),
    ("ሰላማዊት ተስፋዬ", "ሰላም ተስፋዬ"),
    ("Mohamed", "Muhammad"),
    ("王伟", "王威"),
    ("Officer 00001", "Officer 00002"),
    ("", ""),
]


def reasons(one: str, other: str, *, addresses=("a@x.example", "b@x.example"), units=(None, None)):
    pairs = pairs_of(
        Person(pk, name, address, unit)
        for pk, name, address, unit in zip((1, 2), (one, other), addresses, units, strict=True)
    )
    return pairs[0].reasons if pairs else ()


@pytest.mark.parametrize(("one", "other", "why"), SAME)
def test_spellings_and_scripts_of_one_name_match(one, other, why):
    assert reasons(one, other) == (why,)
    assert reasons(other, one) == (why,)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_people_of_one_family_and_names_of_their_own_do_not(one, other):
    assert reasons(one, other) == ()
    assert reasons(other, one) == ()


@pytest.mark.parametrize("other", ["a.yusuf@x.example", "a-yusuf@X.example", "ayusuf+work@x.example"])
def test_an_address_that_differs_by_a_dot_is_a_reason(other):
    assert reasons("Amina Y", "Mrs Yusuf", addresses=("ayusuf@x.example", other)) == (Reason.ADDRESS,)


@pytest.mark.parametrize("other", ["ayusuf@y.example", "byusuf@x.example", ""])
def test_other_addresses_are_none(other):
    assert reasons("Amina Y", "Mrs Yusuf", addresses=("ayusuf@x.example", other)) == ()


def test_the_same_unit_adds_to_a_reason_and_is_none_by_itself():
    assert reasons("Amina Yusuf", "Amina Youssef", units=(3, 3)) == (Reason.SPELLING, Reason.UNIT)
    assert reasons("Amina Yusuf", "Grace Njeri", units=(3, 3)) == ()


def test_a_common_name_does_not_flood_the_page():
    crowd = [Person(pk, "Mohamed Ali", f"p{pk}@x.example", pk // 2) for pk in range(10 * MOST_NAMESAKES)]
    pairs = pairs_of(crowd)
    assert len(pairs) == 5 * MOST_NAMESAKES
    assert all(Reason.UNIT in pair.reasons for pair in pairs)


NAMES = st.text(max_size=60) | st.sampled_from([name for row in SAME for name in row[:2]])


@given(NAMES, NAMES)
@settings(max_examples=200)
def test_whoever_is_asked_first_the_answer_is_the_same(one, other):
    assert reasons(one, other) == reasons(other, one)


@given(st.permutations(["Amina", "Wanjiru", "Kamau"]), st.sampled_from([str.upper, str.lower, str.title]))
def test_order_and_case_of_the_parts_do_not_count(parts, written):
    assert reasons("Amina Wanjiru Kamau", written(" ".join(parts))) == (Reason.NAME,)


@given(
    st.lists(st.builds(Person, st.integers(0, 50), NAMES, st.emails()), max_size=20, unique_by=lambda p: p.pk)
)
def test_pairs_name_two_people_once_the_smaller_id_first(people):
    pairs = pairs_of(people)
    ids = [(pair.one, pair.other) for pair in pairs]
    assert all(one < other for one, other in ids)
    assert len(set(ids)) == len(ids)
    assert [pair.score for pair in pairs] == sorted((pair.score for pair in pairs), reverse=True)


@pytest.mark.parametrize(("number", "seconds"), [(2_000, 0.5), (20_000, 5)])
def test_the_work_grows_with_the_people_and_not_with_their_square(number, seconds):
    pick = random.Random(7)
    syllables = ["ka", "mo", "ri", "ta", "wa", "ng", "se", "lu", "di", "ba", "ha", "ya", "fo", "ne"]
    words = ["".join(pick.choices(syllables, k=3)).title() for _ in range(400)]
    people = [
        Person(pk, " ".join(pick.sample(words, 3)), f"p{pk}@x.example", pk % 40) for pk in range(number)
    ]
    began = time.process_time()
    pairs_of(people)
    assert time.process_time() - began < seconds
