"""Admissions: who is in.

Nouns: Enrolment, EnrolmentChange, Place (a seat in a course run, or a place on its waiting list); Call,
Nomination, Score; Participation (somebody in a session of a programme).
Verbs: ``join_course``, ``leave_course``, ``enrol_many``; ``add_to_cohort``, ``remove_from_cohort``,
``change_cohort``, ``close_cohort``, ``reopen_cohort``; ``take_places``, ``leave_places``, ``change_run``;
``welcome``; ``take_part``, ``withdraw_participant``, ``move_participant``.
Announces: ``learner_enrolled``, ``learner_left``.
"""
