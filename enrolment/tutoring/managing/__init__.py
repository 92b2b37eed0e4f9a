"""What programme managers arrange in a tutored course run: deadlines and the grading scheme, tutors and who
has whom, every marking and its release, teams, more time for one participant."""
