"""The demo: courses from their folders, a person for every role, and learners with a history.

Loading is idempotent: what is there stays. Everything invented is invented here.
"""
