"""A session while it runs: its board, tutors, participants, messages, live events and marks by hand."""
