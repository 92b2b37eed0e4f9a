"""DOCX and ODT: archives of XML. What they may hold, their paragraphs, and themselves without who made them.

Pure. Runs where a file that takes too long or too much does no harm (see ``..workshop``).
"""
