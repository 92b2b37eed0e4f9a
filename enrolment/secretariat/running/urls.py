"""Addresses of sessions that run; below ``/<language>/secretariat/running/``."""

urlpatterns = []
