"""The catalogue: what can be learned.

Nouns: Subject, Course (the fact) and CoursePage (the words, one per language), Activity
(the language-neutral record of anything a learner can do), CataloguePage.
Verbs (``api.py``): ``record_activity``, ``archive_activities_beyond``, ``outline_of``, ``titles_of``.
Words for search are normalised in ``words.py``.
"""
