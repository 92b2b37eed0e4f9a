"""Grading: who marks what, by which rubric, and the grade that comes of it.

Nouns: Tutorship (who advises and marks whom), Marking (one tutor's marking of one work), CriterionMark,
Annotation, GradeItem, GradeEntry. Verbs: ``allocate_tutors``, ``save_piece``, ``finish_marking``,
``hand_over``, ``release_grades``, ``override_grade``. Rules: ``agree``, ``needs_second``, ``final_grade``,
``points_needed``. Announces: ``grade_recorded``.
"""
