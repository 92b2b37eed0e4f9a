"""The outline of a course in a reader's language: modules, lessons, the test; a value, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from clikc.foundation.pages import language_codes
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
    """A course's entries in order; ``editions`` says how complete it is in each language, per cent."""

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


def outline_of(course: Course, language: str) -> Outline:
    """The outline of ``course`` for a reader of ``language``. Three queries, whatever its size."""
    codes = language_codes()
    roots = {
        codes[page.locale_id]: page
        for page in CoursePage.objects.live().filter(course=course).only("path", "depth", "locale_id", "url_path")
    }
    source = roots.get(course.source_language)
    if source is None:
        return Outline()
    rows = _rows(roots)
    activities = {item.pk: item for item in Activity.objects.current().filter(course=course)}
    by_language: dict[UUID, dict[str, tuple]] = {}
    for row in rows:
        by_language.setdefault(row[1], {})[codes[row[2]]] = row
    ordered = [row for row in rows if codes[row[2]] == course.source_language]

    def entry(row, children=()) -> Entry:
        best = language if language in by_language[row[1]] else course.source_language
        chosen = by_language[row[1]][best]
        return Entry(
            key=row[1],
            title=chosen[3],
            language=best,
            url=address(language, chosen[4]),
            activity=activities.get(row[1]),
            children=tuple(children),
        )

    tops = [row for row in ordered if row[5] == source.depth + 1]
    entries = tuple(
        entry(top, [entry(row) for row in ordered if row[0].startswith(top[0]) and row[5] > top[5]])
        for top in tops
    )
    shown = tuple(item for item in entries if item.activity or item.children)
    return Outline(entries=shown, editions=_editions(by_language, activities, roots))


def _rows(roots: dict[str, CoursePage]) -> list[tuple]:
    below = Q()
    for root in roots.values():
        below |= Q(path__startswith=root.path, depth__gt=root.depth)
    return list(
        Page.objects.live()
        .filter(below)
        .order_by("path")
        .values_list("path", "translation_key", "locale_id", "title", "url_path", "depth")
    )


def _editions(by_language, activities, roots) -> dict[str, int]:
    """Language → share of the course's activities that exist in it, per cent."""
    total = len(activities) or 1
    counts = {
        code: sum(code in by_language.get(key, {}) for key in activities) for code in roots
    }
    return {code: count * 100 // total for code, count in counts.items()}

