"""Addresses without a language."""

from django.urls import include, path, re_path

from .recordings import document

# In place of Wagtail's own at the same address.
_documents = [re_path(r"^(\d+)/(.*)$", document, name="document")]
plain_urlpatterns = [path("documents/", include(_documents))]
