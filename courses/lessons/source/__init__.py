"""A course as a folder of text files: read, checked whole, then built.

``docs/authoring.md`` is the format. ``read.py`` turns a folder into a CourseSource or into every
problem it has, each with file and line, and touches no database; ``build.py`` turns a
CourseSource into records and pages, and leaves alone what already says the same.
"""
