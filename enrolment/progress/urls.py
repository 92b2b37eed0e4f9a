from django.urls import path

from . import views

# Outside the language prefixes: what is read is read, in whatever language.
plain_urlpatterns = [path("progress/", views.save, name="progress_save")]
