"""The demo: courses from their folders, a person for every role, and learners with a history; a dozen
administrations with their coordinators, officers and a year of cohorts (``nations.py``).

The room on top of all others: it plays with every one of them, and nobody knows it. Loading is idempotent:
what is there stays. Everything invented is invented here.

What happened long ago is written in bulk, so that thousands of officers take seconds: no signal is sent
and no letter written for it, sittings are handed out from some dozens of marked papers (``sheets.py``), and
of optional quizzes nothing is known. All else is as living it would have left it: who completed a course
did everything it asks for, passed its test on a paper that passes, and holds the certificate.
"""
