"""Quizzes: what can be asked, and how an answer is marked.

Nouns: QuestionBank, Question, Choice, Quiz (the fact), QuizPage (the words).
Verbs (``api.py``): ``draw_paper``, ``questions_for``, ``mark_answers``, ``solutions_for``, ``facts_of``.
``marking.py`` and ``kinds/`` are pure: an answer against its key, one small class for each kind of
question. Keys never leave this room before an attempt is over. Who sat what is ``enrolment.assessment``.
"""
