"""Addresses of nominations; below ``/<language>/coordination/<code>/nominations/``."""

urlpatterns = []
