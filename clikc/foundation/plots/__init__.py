"""Plots as geometry for a template to draw as SVG. Pure.

``draw_columns`` makes a plot of upright bars over a scale that begins at nought; the template is
``components/columns.html``, a single bar beside its number ``components/bar.html``. Lengths are texts with
a point, so that no language writes them with a comma. A plot for a reader from right to left is mirrored:
its first column stands on the right, and so does its scale.

``DayScale`` places days along a line, as wide as the page (``components/timeline.html``).
"""

from .columns import Column, Plot, draw_columns
from .days import DayScale, Stretch, lanes_of
from .scale import share_of, steps_to

__all__ = ["Column", "DayScale", "Plot", "Stretch", "draw_columns", "lanes_of", "share_of", "steps_to"]
