"""A name is found however it is spaced, accented or spelt, and what is compared follows the name."""

import pytest

from clikc.people.models import User
from clikc.people.names import LONGEST_SEARCHABLE, name_words, searchable
from tests.factories import people


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Aïssatou N’Diaye", "aissatou ndiaye"),
        ("Aïssatou NDiaye", "AÏSSATOU"),
        ("أحمد عبد الرحمن", "احمد"),
        ("أحمد عبد الرحمن", "عبدالرحمن"),
        ("مُنى يحيى", "منى يحيي"),
        ("ፀሐይ ኃይሌ", "ጸሀይ ሀይሌ"),
        ("Øystein Łukasz", "oystein lukasz"),
        ("Nguyễn Thị Ánh", "nguyen anh"),
        ("Weiß", "WEISS"),
    ],
)
def test_a_name_is_found_as_it_is_typed(name, typed):
    kept = searchable(name)
    assert all(word in kept for word in name_words(typed))


def test_a_name_without_words_is_kept_as_nothing():
    assert searchable(" ’-… ") == ""
    assert name_words("%_") == []


def test_what_is_kept_is_never_longer_than_its_column():
    assert len(searchable("ﷺ " * 60)) == LONGEST_SEARCHABLE


@pytest.mark.django_db
def test_it_follows_every_way_a_name_is_written():
    person = people.officer(printed_name="Été")
    assert person.search_name == "ete"
    person.printed_name = "Ñandú"
    person.save(update_fields=["printed_name"])
    person.refresh_from_db()
    assert person.search_name == "nandu"
    [made] = User.objects.bulk_create([User(email="bulk@customs.example", printed_name="Zoë")])
    assert User.objects.get(pk=made.pk).search_name == "zoe"


@pytest.mark.django_db
def test_another_field_leaves_it_alone(django_assert_num_queries):
    person = people.officer(printed_name="Été")
    person.preferred_language = "fr"
    with django_assert_num_queries(1) as seen:
        person.save(update_fields=["preferred_language"])
    assert "search_name" not in seen[0]["sql"]
