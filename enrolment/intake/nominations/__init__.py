"""Spreadsheets of nominations: read at once, judged, confirmed as they were judged.

A list is at most ``reading.MOST_ROWS`` long, so nothing of it outlasts a request. The file itself is not
kept: ``NominationFile`` holds what its rows say and what would become of each.
"""
