"""Addresses of nominations; below ``/<language>/coordination/<code>/nominations/``."""

from django.urls import path

from . import acting, answering, files, imports, making, pages

urlpatterns = [
    path("", pages.calls, name="coordination_nominations"),
    path("files/", imports.listed, name="coordination_nominations_files"),
    path("<int:call_id>/", pages.call, name="coordination_call"),
    path("<int:call_id>/new/", making.new, name="coordination_nominate"),
    path("<int:call_id>/rank/", acting.rank, name="coordination_rank"),
    path("<int:call_id>/endorse/", acting.endorse_drafts, name="coordination_endorse_drafts"),
    path("<int:call_id>/file/", imports.new, name="coordination_nominations_file"),
    path(
        "<int:call_id>/file/template.<slug:kind>",
        imports.template,
        name="coordination_nominations_template",
    ),
    path("<int:call_id>/file/<uuid:pk>/", imports.page, name="coordination_nominations_plan"),
    path("<int:call_id>/file/<uuid:pk>/confirm/", imports.confirm, name="coordination_nominations_confirm"),
    path("one/<uuid:pk>/", pages.nomination, name="coordination_nomination"),
    path("one/<uuid:pk>/change/", making.change, name="coordination_nomination_change"),
    path("one/<uuid:pk>/endorse/", acting.endorse, name="coordination_nomination_endorse"),
    path("one/<uuid:pk>/return/", acting.give_back, name="coordination_nomination_return"),
    path("one/<uuid:pk>/withdraw/", acting.withdraw, name="coordination_nomination_withdraw"),
    path("one/<uuid:pk>/accept/", answering.accept, name="coordination_nomination_accept"),
    path("one/<uuid:pk>/decline/", answering.decline, name="coordination_nomination_decline"),
    path("one/<uuid:pk>/documents/", files.documents, name="coordination_nomination_documents"),
    path(
        "one/<uuid:pk>/documents/<uuid:document>/",
        files.download,
        name="coordination_nomination_document",
    ),
]
