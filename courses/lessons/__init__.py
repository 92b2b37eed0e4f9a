"""Lessons: what a learner reads, as the author composed it.

Nouns: ModulePage, LessonPage, AssignmentPage, the lesson blocks; Assignment, Rubric. Verbs: ``load_course``
(``source/``: a folder of text files → pages), ``save_rubric``. Publishing a page records its activity
(``signals.py``).
"""
