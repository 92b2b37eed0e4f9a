"""Modules that a session has of its own, beside those of its programme. Who is in the session gets a seat in
a new one, and gives that of a removed one up, in admissions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError

from .models import SessionChange, SessionModule
from .module_runs import open_runs
from .rules.templates import Module, faults_of_modules
from .runs import set_run_closed
from .session_changes import EventHolds, may_change, refuse
from .sessions import lock_session, note
from .template_checks import faults_in_parts
from .template_faults import Refusal, as_refusals
from .template_values import courses_of, module_columns, modules_of, write_words

if TYPE_CHECKING:
    from clikc.people.models import User

_traces: list[Callable[[SessionModule], bool]] = []


class ModuleHasWork(Exception):
    """Something was handed in, graded or attended in it."""


def register_traces(has_traces: Callable[[SessionModule], bool]) -> None:
    """From now on a module stays in its session where ``has_traces(module)`` says that something of people
    is kept of it. Call it when apps are ready."""
    if has_traces not in _traces:
        _traces.append(has_traces)


@transaction.atomic
def add_module(
    *, session_id: int, module: Module, by: User | None, role: str = "", seen: int | None = None
) -> SessionModule:
    """Put a module of its own into a session, with a run of its course. Raises TemplateRefused (at
    ``modules``, as its only one), SessionChanged, SessionIsClosed."""
    session = lock_session(session_id)
    may_change(session, seen)
    there = modules_of(session)
    refuse(faults_in_parts([module], []) or _beside_others(session, (*there, module)))
    columns = module_columns(module, courses_of([module]))
    made = SessionModule(session=session, position=len(there), **columns)
    write_words(made, "title", module.titles)
    made.save()
    open_runs(session, by=by)
    changed = {f"module:{made.code}": [None, made.code]}
    note(session, SessionChange.Kind.CHANGED, by=by, role=role, changed=changed)
    made.refresh_from_db()
    return made


@transaction.atomic
def remove_module(
    *, session_id: int, code: str, by: User | None, role: str = "", seen: int | None = None
) -> SessionModule | None:
    """Take a module, and its events, out of a session; its run is closed. None where it is not there (any
    more). Raises ModuleHasWork, EventHolds, SessionChanged, SessionIsClosed."""
    session = lock_session(session_id)
    module = session.modules.select_related("run").filter(code=code).first()
    if module is None:
        return None
    may_change(session, seen)
    if any(has_traces(module) for has_traces in _traces):
        raise ModuleHasWork
    own = list(module.events.values_list("code", flat=True))
    if behind := list(session.events.filter(after__in=own).exclude(module=module)):
        raise EventHolds(str(event) for event in behind)
    run = module.run
    try:
        module.delete()
    except ProtectedError as kept:
        raise ModuleHasWork from kept
    if run:
        set_run_closed(run=run, is_closed=True)
    changed = {f"module:{code}": [code, None]}
    note(session, SessionChange.Kind.CHANGED, by=by, role=role, changed=changed)
    return module


def _beside_others(session, modules: tuple[Module, ...]) -> list[Refusal]:
    """What is wrong with the last of these modules beside the others."""
    last, found = len(modules) - 1, as_refusals(faults_of_modules(modules, session.weeks))
    mine = [item for item in found if item.where[1:2] in ((last,), ())]
    return [Refusal(("modules", 0, *item.where[2:]), item.message) for item in mine]
