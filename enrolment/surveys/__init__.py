"""Surveys: what participants say of a session when it ends, without their names.

Nouns: SurveyAnswer (what was said, by nobody), SurveyDone (who has answered, not what). Verbs:
``answer_survey``, ``satisfaction_with``, ``remarks_on``.
"""
