"""Assignments in the back office: their facts (``assignments.py``), what they are marked by
(``rubric_form.py``), its words in each language (``words_form.py``), and what stands beside their pages.
"""
