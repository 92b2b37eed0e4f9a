"""Addresses of the catalogue besides its pages."""

from django.urls import path

from . import views
from .feeds import NewCoursesFeed

# Below a language, before the pages.
urlpatterns = [
    path("courses/feed/", NewCoursesFeed(), name="course_feed"),
]

# The same in every language.
plain_urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
