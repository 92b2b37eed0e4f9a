"""Addresses of people, below the language: ``/fr/my/account/``."""

from django.urls import path

from . import views

urlpatterns = [
    path("my/account/", views.account, name="account"),
    path("my/record/", views.my_record, name="my_record"),
]
