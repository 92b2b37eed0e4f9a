"""Naming tutors to mark, and ending it: once, and by whom."""

import pytest

from enrolment.assessment.markers import MarkerRefused, end_marker, name_marker
from enrolment.assessment.models import Marker
from tests.factories import people
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course(final_test=False).course


def test_naming_twice_is_naming_once(course):
    tutor, boss = people.tutor(), people.manager()
    first = name_marker(course=course, tutor=tutor, by=boss)
    assert name_marker(course=course, tutor=tutor, by=people.admin()) == first
    assert Marker.objects.get().named_by == boss


@pytest.mark.parametrize("make", [people.officer, people.manager, people.author])
def test_tutors_alone_are_named(course, make):
    with pytest.raises(MarkerRefused, match="not_a_tutor"):
        name_marker(course=course, tutor=make(), by=people.manager())
    assert not Marker.objects.exists()


def test_ending_is_kept_and_final(course):
    tutor, boss = people.tutor(), people.manager()
    marker = name_marker(course=course, tutor=tutor, by=boss)
    ended = end_marker(marker=marker, by=boss)
    again = end_marker(marker=marker, by=people.admin())
    assert (again.ended_at, again.ended_by) == (ended.ended_at, boss)
    assert not Marker.objects.current().exists()


def test_who_was_ended_can_be_named_anew(course):
    tutor, boss = people.tutor(), people.manager()
    end_marker(marker=name_marker(course=course, tutor=tutor, by=boss), by=boss)
    name_marker(course=course, tutor=tutor, by=boss)
    assert Marker.objects.count() == 2
    assert Marker.objects.current().count() == 1
