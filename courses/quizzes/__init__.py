"""Quizzes: what can be asked, and how an answer is marked.

Nouns: QuestionBank, Question, Choice, Quiz (the fact), QuizPage (the words).
``marking.py`` is pure: an answer against its key. Who sat what is ``enrolment.assessment``.
"""
