"""PDF: what it may hold, its text, its pages as pictures, and itself without who made it. Pure.

Runs where a broken reader does no harm (see ``..workshop``).
"""
