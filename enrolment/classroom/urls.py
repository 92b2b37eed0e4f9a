from django.urls import include, path

from . import views

urlpatterns = [
    path("work/", include("enrolment.classroom.work.urls")),
    path("my/applications/", include("enrolment.classroom.applications.urls")),
    path("", include("enrolment.classroom.sessions.urls")),
    path("my/sessions/<uuid:pk>/", include("enrolment.classroom.feedback.urls")),
    path("my/", views.desk, name="desk"),
    path("my/courses/<slug:code>/join/", views.join, name="course_join"),
    path("my/courses/<slug:code>/leave/", views.leave, name="course_leave"),
    path("my/places/<int:pk>/give-up/", views.give_up_place, name="place_give_up"),
    path("my/lessons/<uuid:key>/read/", views.lesson_read, name="lesson_read"),
]
