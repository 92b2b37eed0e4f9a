"""Making a programme what its file says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courses.lessons.api import Findings, SourceProblems, decode

from ..template_checks import faults_in
from ..template_faults import TemplateRefused
from ..template_values import complete
from ..templating import Saved, save_programme
from .reading import Source, read_source

if TYPE_CHECKING:
    from clikc.people.models import User


def check_programme(path: Path) -> str:
    """Read a file and write nothing: the code of its programme. Raises SourceProblems with all faults."""
    source = _read(path)
    if faults := faults_in(complete(source.template), source.code):
        raise _problems(source, TemplateRefused(faults))
    return source.code


def load_programme(path: Path, by: User | None = None) -> Saved:
    """Make a programme, or make it what its file says. Safe to call again: the same file changes nothing.
    Sessions that were made stay as they are. Raises SourceProblems, and then nothing was written."""
    source = _read(path)
    try:
        return save_programme(code=source.code, template=source.template, by=by)
    except TemplateRefused as refused:
        raise _problems(source, refused) from refused


def _read(path: Path) -> Source:
    path = Path(path)
    findings = Findings()
    report = findings.about(path.name)
    try:
        text, line, fault = decode(path.read_bytes())
    except OSError as error:
        text, line, fault = "", 1, f"the file cannot be read: {error.strerror}"
    if fault:
        report.problem(line, fault)
    source = read_source(text, report) if not fault else Source(report)
    if findings.problems:
        raise SourceProblems(findings.problems)
    return source


def _problems(source: Source, refused: TemplateRefused) -> SourceProblems:
    for fault in refused.faults:
        source.report.problem(source.line_of(fault.where), _said(fault))
    return SourceProblems(source.report.findings.problems)


def _said(fault) -> str:
    """The name of what is wrong is in the message, where it is not the line's own."""
    where = ".".join(str(part) for part in fault.where)
    return f"{where}: {fault.message}" if where else str(fault.message)
