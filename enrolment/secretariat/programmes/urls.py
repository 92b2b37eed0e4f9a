"""Addresses of programmes and sessions; below ``/<language>/secretariat/``."""

urlpatterns = []
