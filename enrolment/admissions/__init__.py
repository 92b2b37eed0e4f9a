"""Admissions: who is in.

Nouns: Enrolment, EnrolmentChange. Verbs: ``join_course``, ``leave_course``.
Announces: ``learner_enrolled``, ``learner_left``.
"""
