"""Units: one of a name, whatever its case; people put into them; all of it in the record."""

import pytest

from clikc.people import api
from clikc.people.models import AuditEntry, Unit
from tests.factories import coordination
from tests.factories.certificates import make_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return coordination.make_workspace("KE", officers=6, units=2)


def deeds() -> list[str]:
    return sorted(AuditEntry.objects.values_list("what", flat=True))


@pytest.mark.parametrize("typed", ["Malaba", "  MALABA ", "malaba"])
def test_a_name_is_once_whatever_its_case(made, typed):
    first = api.add_unit(administration=made.administration, name="Malaba", by=made.coordinator)
    assert api.add_unit(administration=made.administration, name=typed, by=made.coordinator) == first


def test_case_counts_in_no_script(made):
    first = api.add_unit(administration=made.administration, name="École", by=None)
    assert api.add_unit(administration=made.administration, name="éCOLE", by=None) == first
    other = coordination.make_workspace("FJ").administration
    assert api.add_unit(administration=other, name="École", by=None) != first


def test_adding_brings_a_retired_one_back(made):
    unit = api.retire_unit(unit=made.units[0], by=made.coordinator)
    assert not unit.is_active
    assert api.add_unit(administration=made.administration, name=unit.name, by=made.coordinator).is_active
    assert deeds() == ["unit_retired", "unit_revived"]


def test_a_name_that_is_taken_is_refused_and_ones_own_is_not(made):
    first, second = made.units
    with pytest.raises(api.NameIsTaken):
        api.rename_unit(unit=first, name=second.name.upper(), by=None)
    assert api.rename_unit(unit=first, name=first.name.upper(), by=None).name == first.name.upper()


def test_merging_moves_everybody_once(made):
    first, second = made.units
    assert api.merge_units(unit=first, into=second, by=made.coordinator) == 3
    assert second.people.count() == 6
    assert not Unit.objects.get(pk=first.pk).is_active
    assert api.merge_units(unit=first, into=second, by=made.coordinator) == 0
    assert deeds() == ["unit_changed"] * 3 + ["unit_merged"]


def test_units_of_two_administrations_are_not_merged(made):
    abroad = coordination.make_workspace("FJ", units=1)
    with pytest.raises(ValueError):
        api.merge_units(unit=made.units[0], into=abroad.units[0], by=None)


def test_people_of_another_administration_stay_as_they_are(made):
    abroad = coordination.make_workspace("FJ", officers=2)
    people = [*made.officers[:1], *abroad.officers]
    changed = api.put_into_unit(people=people, unit=made.units[1], by=made.coordinator)
    assert changed == [made.officers[0]]
    assert api.put_into_unit(people=people, unit=made.units[1], by=made.coordinator) == []
    entry = AuditEntry.objects.get()
    assert (entry.person, entry.role) == (made.officers[0], "national_coordinator")


def test_out_of_every_unit(made):
    gone = api.put_into_unit(
        people=made.officers, unit=None, by=made.coordinator, administration_id=made.administration.pk
    )
    assert len(gone) == 6
    assert deeds() == ["unit_left"] * 6


def test_a_name_is_put_right_until_a_certificate_bears_it(made):
    facts = {"by": made.coordinator, "preferred_language": "fr"}
    person = api.correct_member(person=made.officers[0], printed_name=" Amina   Otieno ", **facts)
    assert (person.printed_name, person.preferred_language) == ("Amina Otieno", "fr")
    assert deeds() == ["language_changed", "name_changed"]
    make_certificate(learner=person)
    with pytest.raises(api.NameIsLocked):
        api.correct_member(person=person, printed_name="Somebody Else", **facts)
    assert api.correct_member(person=person, printed_name="Amina Otieno", **facts) == person
