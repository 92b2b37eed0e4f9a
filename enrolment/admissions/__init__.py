"""Admissions: who is in.

Nouns: Enrolment, EnrolmentChange, Place (a seat in a course run, or a place on its waiting list).
Verbs: ``join_course``, ``leave_course``, ``add_to_cohort``, ``enrol_many``, ``take_places``,
``leave_places``.
Announces: ``learner_enrolled``, ``learner_left``.
"""
