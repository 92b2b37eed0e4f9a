"""Programmes: courses on dates, and the people who travel through them together.

Nouns: CourseRun (a course, offered on dates, perhaps with a number of seats), RunTutor,
RunAssignment (what is due when), RunQuiz, GradingScheme, Programme (a template), ProgrammeSession (its
dated copy) with SessionModule, SessionEvent, ClosedDay, SessionChange, Team, TeamMember, Cohort (people of an
administration, their courses, a due date), CohortCourse, CohortMember, CohortChange, CohortDraft.
Records alone: what being in a cohort or a run means is decided in admissions.
Announces: ``cohort_changed``, ``run_quiz_moved``, ``session_dated``.
"""
