"""Assessment: who sat what, and what it scored.

Nouns: Attempt, Response. Verbs: ``start_attempt``, ``save_answer``, ``submit_attempt``.
Announces: ``attempt_submitted``.
"""
