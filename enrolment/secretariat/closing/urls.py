"""Addresses of sessions that close; below ``/<language>/secretariat/closing/``."""

urlpatterns = []
