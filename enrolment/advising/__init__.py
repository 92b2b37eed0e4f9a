"""Advising: what a participant and her tutor write to each other, with the manager reading along.

Nouns: Thread, Message. Verbs: ``write_message``, ``read_thread``.
"""
