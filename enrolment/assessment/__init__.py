"""Assessment: who sat what, and what it scored.

Nouns: Attempt, Response, Extension, Marker, Release, Regrade. Verbs: ``start_attempt``, ``save_answer``,
``save_answers``, ``submit_attempt``, ``grant_extension``, ``mark_by_hand``, ``release_results``,
``regrade``, ``name_marker``. Rules: ``may_start``, ``score``, ``is_passed``, ``review_of``. Announces:
``attempt_submitted``, ``attempt_settled``, ``result_known``.
"""
