"""What stands beside a question in the back office. Later rooms know more of it than this one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from .models import Question

Factory = Callable[[HttpRequest, Question], Component | None]

_factories: list[Factory] = []


def register_beside(factory: Factory) -> None:
    """Let a later room put a panel beside a question, in the order of the calls; call it when apps are ready.

    ``factory(request, question)`` gives a Wagtail ``Component``, or None where it has nothing to say or
    the person may not see it. The component needs a ``heading`` (a text, may be lazy) and a ``name`` (a
    slug, unique on the page: its anchor); its ``media`` is put on the page. It stands below the form of
    the question, outside of it, so that it may hold a form of its own. A question always exists there:
    the panels are not shown while one is added. One that leads to correcting the results of a question
    says where: ``url_to_correct``. Who sees the page may read keys.
    """
    if factory not in _factories:
        _factories.append(factory)


def panels_beside(request: HttpRequest, question: Question) -> list[Component]:
    """The panels of later rooms for this question, those that have something to say."""
    found = (factory(request, question) for factory in _factories)
    return [panel for panel in found if panel is not None]
