"""Questions of banks into a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from django.utils.translation import gettext as _, override

from .columns import MEANINGS
from .exchange import formats
from .exchange.model import Finding, Level, Picture, QuestionSource, Writing
from .exchange.spreadsheet import Guide, template
from .fitting import LANGUAGES
from .stored import Stored, stored_questions


def export_questions(
    questions, *, format: str, language: str, version: str = formats.QTI_VERSIONS[0]
) -> Writing:
    """A file of these questions (a queryset) in a format of ``formats.NAMES``.

    ``language`` is the one a format has that has only one, and that of a spreadsheet's own words.
    ``version`` is that of QTI. What the format cannot say is in the findings.
    """
    lost: list[Finding] = []
    sources = [_with_picture(item, lost) for item in stored_questions(questions)]
    writing = formats.write(
        sources, format=format, language=language, version=version, guide=guide_in(language)
    )
    return replace(writing, findings=(*lost, *writing.findings))


def spreadsheet_template(*, language: str, languages: tuple[str, ...]) -> Writing:
    """A workbook to write questions in, with a column for each of ``languages``."""
    return template(language=language, languages=languages, guide=guide_in(language))


def guide_in(language: str) -> Guide:
    """What a workbook says to who writes in it, in ``language``."""
    with override(language if language in LANGUAGES else None):
        meanings = {column: str(text) for column, text in MEANINGS.items()}
        return Guide(_("Questions"), _("What the columns mean"), meanings)


def _with_picture(item: Stored, lost: list[Finding]) -> QuestionSource:
    image = item.question.picture
    if image is None:
        return item.source
    name = PurePosixPath(image.file.name).name
    try:
        with image.file.storage.open(image.file.name) as file:
            content = file.read()
    except OSError:
        lost.append(Finding(Level.LOST, "picture_missing", question=item.source.code, detail=name))
        return item.source
    return replace(item.source, picture=Picture(name, content, item.picture_alt))
