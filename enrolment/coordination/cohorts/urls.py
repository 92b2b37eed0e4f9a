"""Addresses of cohorts; below ``/<language>/coordination/<code>/cohorts/``."""

from django.urls import path

from . import changing, drafting, making, shown, who

urlpatterns = [
    path("", shown.cohorts, name="coordination_cohorts"),
    path("new/", drafting.new, name="coordination_cohort_new"),
    path("drafts/<uuid:draft>/who/", who.who, name="coordination_cohort_who"),
    path("drafts/<uuid:draft>/who/add/", who.add, name="coordination_cohort_who_add"),
    path("drafts/<uuid:draft>/who/paste/", who.paste, name="coordination_cohort_who_paste"),
    path("drafts/<uuid:draft>/people/", who.chosen, name="coordination_cohort_chosen"),
    path("drafts/<uuid:draft>/what/", making.what, name="coordination_cohort_what"),
    path("drafts/<uuid:draft>/review/", making.review, name="coordination_cohort_review"),
    path("drafts/<uuid:draft>/delete/", drafting.delete, name="coordination_cohort_draft_delete"),
    path("<int:pk>/", shown.cohort, name="coordination_cohort"),
    path("<int:pk>/edit/", changing.edit, name="coordination_cohort_edit"),
    path("<int:pk>/add/", drafting.add_people, name="coordination_cohort_add"),
    path("<int:pk>/remove/", changing.remove, name="coordination_cohort_remove"),
    path("<int:pk>/close/", changing.close, name="coordination_cohort_close"),
    path("<int:pk>/reopen/", changing.reopen, name="coordination_cohort_reopen"),
    path("<int:pk>/clone/", drafting.clone, name="coordination_cohort_clone"),
]
