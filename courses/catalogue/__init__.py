"""The catalogue: what can be learned.

Nouns: Subject, Course (the fact) and CoursePage (the words, one per language), Activity
(the language-neutral record of anything a learner can do), CataloguePage.
Verbs (``api.py``): ``record_activity``, ``archive_activities``, ``outline_of``, ``titles_of``,
``refresh_search_words``. Words for search are normalised in ``words.py``, found in ``search.py``; a
reader's choices become a shelf of cards in ``browse.py``; what machines read is in ``seo.py``.
"""
