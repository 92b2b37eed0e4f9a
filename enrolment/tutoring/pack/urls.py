"""Addresses of marking packs; below ``/<language>/tutoring/pack/``."""

from django.urls import path

from . import choosing, uploads

urlpatterns = [
    path("", choosing.choose, name="tutoring_pack"),
    path("make/", choosing.make, name="tutoring_pack_make"),
    path("send/", uploads.send, name="tutoring_pack_send"),
    path("<uuid:pk>/", uploads.page, name="tutoring_pack_upload"),
    path("<uuid:pk>/confirm/", uploads.confirm, name="tutoring_pack_confirm"),
    path("<uuid:pk>/again/", uploads.again, name="tutoring_pack_again"),
    path("<uuid:pk>/cancel/", uploads.cancel, name="tutoring_pack_cancel"),
    path("<uuid:pk>/corrected.<slug:kind>", uploads.corrected, name="tutoring_pack_corrected"),
]
