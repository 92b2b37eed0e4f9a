"""Duplicates side by side: told apart, or merged after a look."""

import time

import pytest

from clikc.people.models import User
from enrolment.membership.models import Merge, NotDuplicate
from tests.factories import coordination, people
from tests.factories.certificates import make_certificate

pytestmark = pytest.mark.django_db
PAGE = "/en/coordination/KE/duplicates/"


@pytest.fixture
def two(made):
    make = coordination.make_officers
    [one] = make(made.administration, 1, printed_name="Mohamed Ali Juma", email="m.juma@customs.example")
    [other] = make(made.administration, 1, printed_name="محمد علي جمعة", email="juma@customs.example")
    return one, other


def pairs(page) -> list[tuple[User, User]]:
    return [(couple.one.person, couple.other.person) for couple in page.context["couples"]]


def merge_page(one, other) -> str:
    return f"{PAGE}{one.pk}/{other.pk}/"


def test_they_stand_side_by_side_with_what_each_has(mine, made, two):
    make_certificate(two[0])
    page = mine.get(PAGE)
    assert pairs(page) == [two]
    assert "Same name in another script" in page.content.decode()
    [couple] = page.context["couples"]
    assert [side.person.certificates_held for side in couple.sides] == [1, 0]


def test_nobody_abroad_is_compared(mine, made, two):
    abroad = coordination.make_workspace("FJ")
    coordination.make_officers(abroad.administration, 2, printed_name="Mohamed Ali Juma")
    assert pairs(mine.get(PAGE)) == [two]


def test_an_empty_page_says_what_to_do(mine):
    assert "Nobody looks like anybody else" in mine.get(PAGE).content.decode()


def test_two_people_are_told_apart_and_that_is_taken_back(mine, two):
    mine.post(f"{merge_page(*two)}apart/")
    mine.post(f"{merge_page(*reversed(two))}apart/")
    said = NotDuplicate.objects.get()
    assert pairs(mine.get(PAGE)) == []
    mine.post(f"{PAGE}apart/{said.pk}/take-back/")
    assert pairs(mine.get(PAGE)) == [two]


def test_a_merge_is_looked_at_and_confirmed(mine, made, two):
    kept, dropped = two
    coordination.make_people_cohort(made.administration, [dropped])
    page = mine.get(merge_page(*two), {"kept": kept.pk})
    preview = page.context["preview"]
    assert (preview.kept, preview.dropped) == (kept, dropped)
    answer = mine.post(merge_page(*two), {"kept": kept.pk, "seen": preview.digest}, follow=True)
    assert "are one now" in answer.content.decode()
    assert Merge.objects.get().dropped == dropped
    assert pairs(mine.get(PAGE)) == []
    again = mine.post(merge_page(*two), {"kept": kept.pk, "seen": preview.digest}, follow=True)
    assert again.redirect_chain == [(f"/en/coordination/KE/people/{kept.pk}/", 302)]


@pytest.mark.parametrize("seen", ["", "x", None])
def test_what_was_not_looked_at_is_not_done(mine, made, two, seen):
    kept, dropped = two
    if seen is None:
        seen = mine.get(merge_page(*two), {"kept": kept.pk}).context["preview"].digest
        coordination.make_people_cohort(made.administration, [dropped])
    answer = mine.post(merge_page(*two), {"kept": kept.pk, "seen": seen}, follow=True)
    assert "look again" in answer.content.decode()
    assert not Merge.objects.exists()


def test_the_account_she_signs_in_with_stays(mine, two):
    one, other = two
    User.objects.filter(pk=one.pk).update(last_login=None)
    page = mine.get(merge_page(one, other))
    assert page.context["preview"].kept == other
    assert "Keep the other account" not in page.content.decode()


def test_what_is_refused_is_explained_and_cannot_be_confirmed(mine, made, two):
    page = mine.get(merge_page(two[0], made.coordinator)).content.decode()
    assert "Your own account" in page
    assert 'name="seen"' not in page


def test_merge_with_begins_at_a_person(mine, two):
    page = mine.get(PAGE, {"with": two[0].pk, "q": "juma@"})
    assert [side.person for side in page.context["found"]] == [two[1]]


@pytest.mark.parametrize("number", ["0", str(10**17), str(10**40)])
def test_strangers_are_as_unknown_as_nobody(mine, two, number):
    stranger = people.officer(administration="FJ")
    for other in (stranger.pk, number):
        address = f"{PAGE}{two[0].pk}/{other}/"
        assert mine.get(address).status_code == 404
        assert mine.post(address, {"seen": "x"}).status_code == 404
        assert mine.post(f"{address}apart/").status_code == 404
    assert mine.get(PAGE, {"with": stranger.pk}).status_code == 404
    assert mine.get(merge_page(two[0], two[0])).status_code == 404


def test_two_thousand_cost_as_many_queries_as_twenty(mine, made, two, django_assert_max_num_queries):
    mine.get(PAGE)
    with django_assert_max_num_queries(20) as few:
        mine.get(PAGE)
    made_people = coordination.make_officers(made.administration, 2000)
    User.objects.filter(pk__in=[person.pk for person in made_people[:40]]).update(printed_name="Amina Yusuf")
    with django_assert_max_num_queries(20) as many:
        began = time.process_time()
        mine.get(PAGE)
        spent = time.process_time() - began
    assert len(many) == len(few)
    assert spent < 0.5
