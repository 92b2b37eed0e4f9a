"""Lessons: what a learner reads, as the author composed it.

Nouns: ModulePage, LessonPage, the lesson blocks. Verbs: ``load_course`` (``source/``: a folder of
text files → pages). Publishing a page records its activity (``signals.py``).
"""
