"""Programmes as templates, and their sessions on dates."""
