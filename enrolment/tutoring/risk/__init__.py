"""Participants as those see them who look after them: where each stands, who is at risk and why.

A tutor has hers (``people.py``), a manager everybody of a run (``run.py``); both write to many at once.
"""
