"""Administrations whose every text is marked, and ways to look for the marks of the others."""
