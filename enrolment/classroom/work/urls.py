"""Addresses of one's work; below the language."""

from django.urls import path

from . import files, handing_in, pages, pictures, saving

urlpatterns = [
    path("", pages.due, name="work"),
    path("<int:pk>/", pages.desk, name="work_desk"),
    path("<int:pk>/draft/", saving.draft, name="work_draft"),
    path("<int:pk>/files/", files.add, name="work_file_add"),
    path("<int:pk>/hand-in/", handing_in.hand_in, name="work_hand_in"),
    path("<int:pk>/receipt/", handing_in.receipt, name="work_receipt"),
    path("<int:pk>/feedback/", pages.feedback, name="work_feedback"),
    path("files/<uuid:pk>/", files.download, name="work_file"),
    path("files/<uuid:pk>/<int:number>/<int:width>/", pictures.page, name="work_page"),
]
