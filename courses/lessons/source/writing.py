"""Writing only what differs."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model
from wagtail.blocks import StreamValue


def changed_fields(record: Model, values: Mapping[str, object]) -> list[str]:
    """Names of the fields whose value is not yet the one given. An empty text and none are the same."""
    return [name for name, value in values.items() if _stored(getattr(record, name)) != _stored(value)]


def apply(record: Model, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def save_changes(record: Model, values: Mapping[str, object]) -> bool:
    """Save the fields that differ; whether any did."""
    names = changed_fields(record, values)
    if names:
        apply(record, {name: values[name] for name in names})
        record.save(update_fields=names)
    return bool(names)


def _stored(value: object) -> object:
    """A value as it is stored: a stream as its raw blocks, no text as an empty one."""
    if isinstance(value, StreamValue):
        return list(value.raw_data)
    return "" if value is None else value
