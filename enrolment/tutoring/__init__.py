"""Tutoring: the tutor's workbench. Pages alone; the verbs are those of the rooms below."""
