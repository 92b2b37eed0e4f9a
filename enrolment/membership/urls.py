"""An officer's own pages on her administration, and the door of the invited; below the language."""

from django.urls import path

from . import invitation, views

urlpatterns = [
    path("my/administration/", views.membership, name="membership"),
    path("my/administration/ask/", views.ask, name="membership_ask"),
    path("my/administration/answer/", views.answer, name="membership_answer"),
    path("my/administration/withdraw/", views.withdraw, name="membership_withdraw"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
]
