from django.urls import path

from . import reminders, selected, table

urlpatterns = [
    path("", table.following_page, name="coordination_following"),
    path("export/", selected.export, name="coordination_following_export"),
    path("certificates/", selected.certificates, name="coordination_following_certificates"),
    path("remind/", selected.remind, name="coordination_following_remind"),
    path("remind/<uuid:pk>/", reminders.reminders, name="coordination_reminders"),
]
