"""What is wrong with a folder, and what is only worth knowing: file, line, words.

Messages are for people who write courses, in English like the names in the files.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Problem:
    """``path`` is relative to the course folder, ``line`` counts from 1."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class SourceProblems(Exception):
    """A folder that cannot be loaded; ``problems`` holds all of them, sorted. Nothing was written."""

    def __init__(self, problems):
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Findings:
    """Where everything that reads a folder reports to."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def about(self, path: str) -> Report:
        return Report(path, self)


@dataclass(frozen=True)
class Report:
    """Findings about one file."""

    path: str
    findings: Findings

    def problem(self, line: int, message: str) -> None:
        self.findings.problems.append(Problem(self.path, line, message))

    def note(self, line: int, message: str) -> None:
        self.findings.notes.append(Problem(self.path, line, message))

    @property
    def is_clean(self) -> bool:
        return not any(problem.path == self.path for problem in self.findings.problems)
