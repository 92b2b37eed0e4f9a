"""Closing a session: final marks and awards, trying other lines, the decisions of two people, certificates,
and the report."""
