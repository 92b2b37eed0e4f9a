"""The desk of those who look after sittings: essays to mark, extensions, releases, re-grading, markers.

Views and forms alone: the verbs are those of the room.
"""
