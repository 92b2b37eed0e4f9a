"""Documents that participants hand in: a profile with its figures on two pages, and how a team scored."""

from __future__ import annotations

import io
import random
import zipfile

import typst

_SOURCE = """
#set document(title: "Profile", author: "A participant")
#set page(paper: "a4", margin: 2.5cm)
#set text(size: 11pt)
= A profile for one yard

What was found in the last quarter, by what the consignments had in common.

#table(columns: 4, [Mark], [Consignments], [Checked], [Finds],
%(rows)s)

#pagebreak()
== How it is used

Two of the marks together lead to the yellow lane, three of them to red. Every tenth consignment of the green
lane is drawn by lot. The profile ends after eight weeks, unless the figures say otherwise.
"""
_MARKS = (
    "New importer",
    "Weight differs",
    "Route by night",
    "Undervalued",
    "Broker changed",
    "Incomplete papers",
)


def profile_document(dice: random.Random) -> bytes:
    """A PDF of two pages."""
    rows = []
    for mark in dice.sample(_MARKS, 4):
        checked = dice.randint(20, 90)
        figures = (dice.randint(100, 900), checked, dice.randint(1, checked // 3))
        rows.append(f"[{mark}], " + ", ".join(f"[{figure}]" for figure in figures) + ",")
    source = _SOURCE % {"rows": "\n".join(rows)}
    return typst.compile(source.encode(), format="pdf")


PASSAGE = "chance from one to five and consequence from one to five"
_SCORING = (
    ("", "How we scored"),
    ("", f"Each of us gave every risk {PASSAGE}. What differed by more than one we talked over at noon."),
    ("0", "Chance: how often it was found in the last year, and what colleagues of the night shift say."),
    ("0", "Consequence: money first, then health, then what the public would think of us."),
    (
        "",
        "The three highest are in the register. The others stand here, so that none is found anew.",
    ),
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def scoring_document() -> bytes:
    """A DOCX of a few paragraphs, one of them with ``PASSAGE``."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>'
        + "".join(_paragraph(*part) for part in _SCORING)
        + "</w:body></w:document>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def _paragraph(level: str, text: str) -> str:
    """``level`` is that of an item of a list."""
    numbered = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return f"<w:p>{numbered if level else ''}<w:r><w:t>{text}</w:t></w:r></w:p>"
