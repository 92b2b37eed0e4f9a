"""Programmes and their sessions as everybody sees them, and as their participants do."""
