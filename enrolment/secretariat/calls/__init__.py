"""Calls, scoring and selection."""
