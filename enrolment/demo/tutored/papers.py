"""Documents that participants hand in: a profile with its figures on two pages."""

from __future__ import annotations

import random

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
