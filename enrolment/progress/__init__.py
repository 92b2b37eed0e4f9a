"""Progress: what was opened, read, done. Independent of language, and monotone.

Noun: ActivityProgress. Verbs: ``record_progress``, ``complete_activity``, ``progress_of``.
Announces: ``activity_completed``.
"""
