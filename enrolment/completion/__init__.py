"""Completion: whether everything a course asks for was done, and why not yet.

Noun: CourseCompletion. Verbs: ``review_completion``, ``whats_missing``.
Announces: ``course_completed``.
"""
