"""Addresses of applications; below ``/<language>/my/applications/``."""

urlpatterns = []
