"""Course runs as programme managers keep them: pages alone, the verbs are those of the room.

A run's page shows seats as numbers, never who has them.
"""
