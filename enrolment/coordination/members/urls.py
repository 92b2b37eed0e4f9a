"""Addresses of people; below ``/<language>/coordination/<code>/people/``."""

from django.urls import path

from . import inviting, people, person, selected, units

urlpatterns = [
    path("", people.people, name="coordination_people"),
    path("select/", people.select, name="coordination_select"),
    path("invite/", inviting.invite, name="coordination_invite"),
    path("selected/<slug:key>/unit/", selected.unit, name="coordination_selected_unit"),
    path("selected/<slug:key>/cohort/", selected.cohort, name="coordination_selected_cohort"),
    path("selected/<slug:key>/close/", selected.close, name="coordination_selected_close"),
    path("units/", units.units, name="coordination_units"),
    path("units/<int:pk>/", units.unit, name="coordination_unit"),
    path("units/<int:pk>/merge/", units.merge, name="coordination_unit_merge"),
    path("units/<int:pk>/retire/", units.retire, name="coordination_unit_retire"),
    path("units/<int:pk>/revive/", units.revive, name="coordination_unit_revive"),
    path("<int:pk>/", person.person, name="coordination_person"),
    path("<int:pk>/change/", person.change, name="coordination_person_change"),
    path("<int:pk>/reopen/", person.reopen, name="coordination_person_reopen"),
    path("<int:pk>/invite-again/", person.invite_again, name="coordination_invite_again"),
    path("<int:pk>/withdraw/", person.withdraw, name="coordination_withdraw"),
]
