"""The gradebook of a course run: what is graded, how everybody stands, and what is entered by hand.

Values: ``gradebook_of`` (for who grades), ``grades_of`` (for the participant). Verbs: ``record_grade``,
``override_grade``, ``excuse``, ``take_back``, ``arrange``, ``enter_quiz_results``.
"""
