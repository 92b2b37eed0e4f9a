"""Addresses of nominations; below ``/<language>/coordination/nominations/``."""

urlpatterns = []
