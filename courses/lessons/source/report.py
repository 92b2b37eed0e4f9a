"""What a load did."""

from __future__ import annotations

from dataclasses import dataclass, field

from .problems import Problem


@dataclass
class LoadReport:
    """Pages are named as ``<language>/<module>/<lesson>``; ``notes`` say what is not complete yet.

    A load of an unchanged folder has nothing but ``unchanged`` and ``notes``.
    """

    code: str
    notes: tuple[Problem, ...] = ()
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unpublished: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    unchanged: int = 0
    files: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    is_only_checked: bool = False

    @property
    def has_changes(self) -> bool:
        """Whether anything was written."""
        lists = (self.created, self.updated, self.unpublished, self.moved, self.files, self.records)
        return any(lists)
