"""Assessment: who sat what, and what it scored.

Nouns: Attempt, Response. Verbs: ``start_attempt``, ``save_answer``, ``save_answers``, ``submit_attempt``.
Rules: ``may_start``, ``score``, ``is_passed``, ``review_of``. Announces: ``attempt_submitted``.
"""
