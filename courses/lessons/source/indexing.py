"""Indexing once what was saved many times.

Wagtail queues two tasks for every save of a page: the search index and the index of references.
A load saves a page three times. Inside ``indexed_once`` these two tasks are gathered; at the end
each record is put into the search index, many at a time, so that it is found when the load returns,
and its references are queued once. Every other task passes through untouched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.base import BaseTaskBackend
from modelsearch.backends import get_search_backends
from modelsearch.tasks import insert_or_update_object_task
from wagtail.tasks import update_reference_index_task


class _Gathering(BaseTaskBackend):
    """The queue of this context, with the indexing tasks taken out."""

    def __init__(self, own: BaseTaskBackend):
        super().__init__(own.alias, {"QUEUES": own.queues, "OPTIONS": own.options})
        self.own = own
        self.saved: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)

    def validate_task(self, task) -> None:
        self.own.validate_task(task)

    def enqueue(self, task, args, kwargs):
        if task.func in (insert_or_update_object_task.func, update_reference_index_task.func):
            app, model, pk = args
            self.saved[app, model][pk] = None
            return None
        return self.own.enqueue(task, args, kwargs)


@contextmanager
def indexed_once() -> Iterator[None]:
    """Index what is saved inside once, at the end; nothing of it where the block fails."""
    own = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    gathering = _Gathering(own)
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = gathering
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = own
    for (app, name), keys in gathering.saved.items():
        _index(apps.get_model(app, name), list(keys))


def _index(model, keys: list[str]) -> None:
    records = list(model.get_indexed_objects().filter(pk__in=keys)) if _is_searched(model) else []
    for backend in get_search_backends(with_auto_update=True):
        if records:
            backend.add_bulk(model, records)
    for pk in keys:
        update_reference_index_task.enqueue(model._meta.app_label, model._meta.model_name, pk)


def _is_searched(model) -> bool:
    return hasattr(model, "get_indexed_objects") and bool(model.get_search_fields())
