"""Addresses of sessions; below ``/<language>/``."""

urlpatterns = []
