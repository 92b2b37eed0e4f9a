"""Nominations of an administration."""
