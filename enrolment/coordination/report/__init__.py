"""The report for the director general: one page of figures, plots and two honest sentences.

Who is counted: what happened in a period, of those who were officers of the administration when it
happened. An officer who moves away stays counted in the months before, as a number (permissions.md, cross
rule 4), and one who comes brings nothing with her. With a unit, those who are in it now; with a cohort, what
its people did in its courses until they left it; with a course, that course, while the number of officers
stays that of all.

``rules.py`` counts and says what the numbers say; ``gathering.py`` asks for them; ``building.py`` puts them
into words and drawings; ``tables.py`` into files.
"""
