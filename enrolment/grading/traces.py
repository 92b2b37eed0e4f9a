"""Whether anything of people is kept of a module of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

from .models import GradeEntry, ModuleMark

if TYPE_CHECKING:
    from enrolment.programmes.models import SessionModule


def has_traces(module: SessionModule) -> bool:
    """Whether somebody has a mark or a grade in a module, or handed something in or began to. Three queries
    at most."""
    if ModuleMark.objects.filter(module=module).exists():
        return True
    if module.run_id is None:
        return False
    works = apps.get_model("assessment", "Submission").objects.filter(run_assignment__run=module.run_id)
    return works.exists() or GradeEntry.objects.filter(item__category__run=module.run_id).exists()
