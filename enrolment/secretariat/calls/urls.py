"""Addresses of calls and selections; below ``/<language>/secretariat/calls/``."""

from django.urls import path

from . import candidate, changing, field, listing, scoring, selection

urlpatterns = [
    path("", listing.calls, name="calls"),
    path("new/<int:session>/", changing.new, name="call_new"),
    path("scoring/", scoring.mine, name="calls_scoring"),
    path("scoring/<int:pk>/", scoring.of_call, name="calls_scoring_call"),
    path("scoring/<int:pk>/<uuid:key>/", scoring.score, name="call_score"),
    path("scoring/<int:pk>/documents/<uuid:key>/", scoring.document, name="call_score_document"),
    path("<int:pk>/", field.field, name="call"),
    path("<int:pk>/shortlist/", field.shortlist, name="call_shortlist_many"),
    path("<int:pk>/export/", field.export, name="call_export"),
    path("<int:pk>/change/", changing.change, name="call_change"),
    path("<int:pk>/selection/", selection.selection, name="call_selection"),
    path("<int:pk>/publish/", selection.publish, name="call_publish"),
    path("<int:pk>/results/", selection.results, name="call_results"),
    path("<int:pk>/documents/<uuid:key>/", candidate.document, name="call_document"),
    path("<int:pk>/candidates/<uuid:key>/", candidate.candidate, name="call_candidate"),
    path("<int:pk>/candidates/<uuid:key>/by-hand/", candidate.by_hand, name="call_by_hand"),
    path("<int:pk>/candidates/<uuid:key>/shortlist/", candidate.shortlist, name="call_shortlist"),
    path("<int:pk>/candidates/<uuid:key>/reserve/", candidate.reserve, name="call_reserve"),
    path("<int:pk>/candidates/<uuid:key>/answer/", candidate.answer, name="call_answer"),
]
