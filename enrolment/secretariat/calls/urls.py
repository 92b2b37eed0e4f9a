"""Addresses of calls and selections; below ``/<language>/secretariat/calls/``."""

urlpatterns = []
