"""Multiple choice: every right one and no wrong one earns the point; anything else earns nothing."""

from .base import Kind


class Multiple(Kind):
    name = "multiple"
    control = "checkbox"
    most = None
