"""Intake: officers come in by file. Read, planned, confirmed, done row by row.

Nouns: OfficerImport, ImportRow. Verbs: ``open_import``, ``plan``, ``confirm_import``, ``run_import``.
Nothing is done that was not planned: the confirmation names the plan by its digest, and a row that has
become another one meanwhile is left alone and says so.
"""
