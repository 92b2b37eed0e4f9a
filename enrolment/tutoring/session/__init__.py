"""A session as its tutors see it: its weeks, its live sessions, whom they look after in it."""
