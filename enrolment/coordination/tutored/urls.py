from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.runs, name="coordination_tutored"),
    path("<int:run_id>/", pages.run, name="coordination_tutored_run"),
]
