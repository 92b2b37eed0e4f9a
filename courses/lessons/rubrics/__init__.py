"""Rubrics as a whole: written (``drafts.py``, ``saving.py``), read in a language (``reading.py``)."""
