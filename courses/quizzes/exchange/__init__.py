"""Questions in the formats other systems and people use: GIFT, Moodle XML, QTI 2.1 and 3.0, XLSX.

Each format is one module (or folder) with two pure functions:

``read(content: bytes, *, language: str) -> Reading``
    The questions in a file; ``language`` is that of words which do not name theirs. Raises
    UnreadableFile where nothing of it can be read.
``write(questions: Iterable[QuestionSource], *, language: str) -> Writing``
    The file that says these questions; ``language`` is the one written where a format has only one.

What a format cannot say is never dropped in silence: it is a Finding.
"""
