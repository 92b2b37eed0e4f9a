"""The outline of a course in a reader's language: modules, lessons, the test; a value, read once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from clikc.foundation.pages import is_private, language_codes, reachable
from clikc.home.routing import address

from .models import Activity, Course, CoursePage


@dataclass(frozen=True)
class Entry:
    """One line of the outline. ``language`` is the one its page is written in, which is the
    source's where there is no translation. ``activity`` is None for a module."""

    key: UUID
    title: str
    language: str
    url: str
    activity: Activity | None = None
    children: tuple[Entry, ...] = ()

    @property
    def kind(self) -> str:
        return self.activity.kind if self.activity else "module"

    @property
    def minutes(self) -> int:
        own = self.activity.minutes if self.activity else 0
        return own + sum(child.minutes for child in self.children)


@dataclass(frozen=True)
class Outline:
    """A course's entries in order; ``course`` is its own title and address in the reader's language;
    ``editions`` says how complete it is in each language, per cent."""

    course: Entry | None = None
    entries: tuple[Entry, ...] = ()
    editions: dict[str, int] = field(default_factory=dict)

    @cached_property
    def activities(self) -> tuple[Entry, ...]:
        """Every entry a learner can do, in reading order."""
        flat: list[Entry] = []
        for entry in self.entries:
            flat += [item for item in (entry, *entry.children) if item.activity]
        return tuple(flat)

    @cached_property
    def by_key(self) -> dict[UUID, Entry]:
        return {item.key: item for entry in self.entries for item in (entry, *entry.children)}

    def neighbours(self, key: UUID) -> tuple[Entry | None, Entry | None]:
        """The activities before and after one, across modules."""
        keys = [entry.key for entry in self.activities]
        if key not in keys:
            return None, None
        at = keys.index(key)
        before = self.activities[at - 1] if at else None
        after = self.activities[at + 1] if at + 1 < len(keys) else None
        return before, after


class _Row(NamedTuple):
    """A live page below one of a course's editions."""

    path: str
    translation_key: UUID
    locale_id: int
    title: str
    url_path: str
    depth: int


def outline_of(
    course: Course,
    language: str,
    pages: Iterable[CoursePage] | None = None,
    *,
    visitor_on: Page | None = None,
) -> Outline:
    """The outline of ``course`` for a reader of ``language``. Three queries, whatever its size.

    ``pages`` are the course's live pages, for a caller who has them: one query less. ``visitor_on``
    is the page a visitor reads who has not signed in: what an author made private below the course
    is left out, except for that page itself.
    """
    codes = language_codes()
    if pages is None:
        pages = CoursePage.objects.live().filter(course=course)
    roots = {codes[page.locale_id]: page for page in pages}
    source = roots.get(course.source_language)
    if source is None:
        return Outline()
    rows = _rows(roots.values(), visitor_on)
    activities = {item.pk: item for item in Activity.objects.current().filter(course=course)}
    editions: dict[UUID, dict[str, _Row]] = {source.translation_key: roots}
    for row in rows:
        editions.setdefault(row.translation_key, {})[codes[row.locale_id]] = row

    def entry(row, children=()) -> Entry:
        found = editions[row.translation_key]
        best = language if language in found else course.source_language
        return Entry(
            key=row.translation_key,
            title=found[best].title,
            language=best,
            url=address(language, found[best].url_path),
            activity=activities.get(row.translation_key),
            children=tuple(children),
        )

    ordered = [row for row in rows if codes[row.locale_id] == course.source_language]
    tops = [row for row in ordered if row.depth == source.depth + 1]
    entries = (
        entry(top, [entry(row) for row in ordered if row.path.startswith(top.path) and row.depth > top.depth])
        for top in tops
    )
    return Outline(
        course=entry(source),
        entries=tuple(item for item in entries if item.activity or item.children),
        editions=_completeness(editions, activities, roots),
    )


def _rows(roots: Collection[CoursePage], visitor_on: Page | None) -> list[_Row]:
    below = Q()
    for root in roots:
        below |= Q(path__startswith=root.path, depth__gt=root.depth)
    pages = reachable(Page.objects.filter(below)).order_by("path")
    if visitor_on is not None:
        depth = min(root.depth for root in roots)
        pages = pages.exclude(is_private(deeper_than=depth, seen_from=visitor_on.path))
    return [_Row(*values) for values in pages.values_list(*_Row._fields)]


def _completeness(editions, activities, roots) -> dict[str, int]:
    """Language → share of the course's activities that exist in it, per cent."""
    total = len(activities) or 1
    counts = {code: sum(code in editions.get(key, {}) for key in activities) for code in roots}
    return {code: count * 100 // total for code, count in counts.items()}
