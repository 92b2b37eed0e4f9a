"""Cohorts: put together page by page (who, what and when, a look), kept, closed, cloned.

While one is put together it is a draft with an address of its own, so that two tabs never mix, a line that
drops loses nothing, and nothing happens before the last page.
"""
