"""The pages of a course: found, made, brought up to date, put in order, taken down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from clikc.foundation.pages import language_codes, locale_id
from courses.catalogue.api import CataloguePage, Course, CoursePage
from courses.quizzes.api import QuizPage

from ..models import AssignmentPage, LessonPage, ModulePage
from .problems import Problem, SourceProblems
from .publishing import add_live, announce, publish
from .report import LoadReport
from .writing import apply, changed_fields


@dataclass(frozen=True)
class Wanted:
    """A page as the folder wants it. ``path`` is relative to the course page, which is at ``""``."""

    model: type[Page]
    path: str
    key: UUID
    language: str
    values: dict[str, object]

    @property
    def slug(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        return f"{self.language}/{self.path}".rstrip("/")


class PageBuilder:
    """Brings the pages of a course in line with what is wanted, a revision for each that changes.

    A page is found by its key, so it may have moved; else by its address, so that one made by hand
    is taken over.
    """

    def __init__(self, course: Course, report: LoadReport):
        self.course = course
        self.report = report
        self.codes = language_codes()
        self.catalogues = {self.codes[page.locale_id]: page for page in CataloguePage.objects.all()}
        self.by_key: dict[tuple[str, UUID], Page] = {}
        self.by_path: dict[tuple[str, str], Page] = {}
        self.new: list[Page] = []
        self._find()

    def _find(self) -> None:
        roots = list(CoursePage.objects.filter(course=self.course))
        below = Q()
        for root in roots:
            below |= Q(path__startswith=root.path)
        pages: list[Page] = list(roots)
        if roots:
            for model in (ModulePage, LessonPage, AssignmentPage, QuizPage):
                pages += model.objects.filter(below)
        prefixes = [root.url_path for root in roots]
        for page in pages:
            prefix = next(start for start in prefixes if page.url_path.startswith(start))
            language = self.codes[page.locale_id]
            self.by_key[language, page.translation_key] = page
            self.by_path[language, page.url_path.removeprefix(prefix).strip("/")] = page

    def key_at(self, language: str, path: str, otherwise: UUID) -> UUID:
        """The key of a page made by hand at an address, unless there is a page with the own key."""
        page = self.by_path.get((language, path))
        if page is None or (language, otherwise) in self.by_key:
            return otherwise
        return page.translation_key

    def build(self, wanted: list[Wanted]) -> None:
        """Make and change pages, order them, take down the rest.

        Parents come before their children in ``wanted``. A new course page is announced last, when
        everything below it is there.
        """
        pages = {(item.language, item.path): self._page(item) for item in wanted}
        stale = [item for item in wanted if self._is_stale(item, pages[item.language, item.path])]
        for item in stale:
            self._change(pages[item.language, item.path], item)
        announce(sorted(self.new, key=lambda page: isinstance(page, CoursePage)))
        self.report.unchanged = len(wanted) - len(stale) - len(self.new)
        self._order(wanted, pages)
        self._take_down(wanted, pages.values())

    def _page(self, item: Wanted) -> Page:
        """The page that is there, or a new one at its place."""
        page = self.by_key.get((item.language, item.key)) or self.by_path.get((item.language, item.path))
        if page is None:
            page = self._new(item)
            self.report.created.append(item.name)
        elif not isinstance(page, item.model):
            message = f"the page at {item.name} on the site is {page._meta.verbose_name}; take it away first"
            raise SourceProblems([Problem("course.yaml", 1, message)])
        self.by_path[item.language, item.path] = page
        return page

    def _new(self, item: Wanted) -> Page:
        parent = self.by_path[item.language, item.parent] if item.path else self.catalogues[item.language]
        page = item.model(
            slug=item.slug or self.course.code,
            locale_id=locale_id(item.language),
            translation_key=item.key,
            **item.values,
        )
        add_live(parent, page)
        self.new.append(page)
        return page

    def _is_stale(self, item: Wanted, page: Page) -> bool:
        if page in self.new:
            return False
        facts = {"slug": item.slug or self.course.code, "translation_key": item.key, "live": True}
        if not changed_fields(page, item.values | facts):
            return False
        self.report.updated.append(item.name)
        return True

    @staticmethod
    def _change(page: Page, item: Wanted) -> None:
        apply(page, item.values)
        page.translation_key = item.key
        page.slug = item.slug or page.slug
        publish(page)

    def _order(self, wanted: list[Wanted], pages: dict[tuple[str, str], Page]) -> None:
        """Put children under their parent in the order of the outline, where they are not."""
        children: dict[tuple[str, str], list[Wanted]] = {}
        for item in wanted:
            if item.path:
                children.setdefault((item.language, item.parent), []).append(item)
        place = _places(pages.values())
        for above, items in children.items():
            parent = pages[above].pk
            expected = [pages[item.language, item.path].pk for item in items]
            found = [pk for pk, owner in place.items() if owner == parent and pk in set(expected)]
            if found != expected:
                self._move(parent, expected)
                self.report.moved += [item.name for item in items]

    @staticmethod
    def _move(parent: int, children: list[int]) -> None:
        for pk in children:
            page = Page.objects.get(pk=pk).specific
            page.move(Page.objects.get(pk=parent), pos="last-child")

    def _take_down(self, wanted: list[Wanted], kept: Iterable[Page]) -> None:
        """Unpublish what the folder no longer has. An edition it has no folder for stays as it is."""
        languages = {item.language for item in wanted}
        keys = {item.key for item in wanted}
        kept_pks = {page.pk for page in kept}
        for (language, path), page in list(self.by_path.items()):
            is_gone = page.pk not in kept_pks and (language in languages or page.translation_key not in keys)
            if is_gone and page.live:
                page.refresh_from_db()
                page.unpublish()
                self.report.unpublished.append(f"{language}/{path}")


def _places(pages: Iterable[Page]) -> dict[int, int | None]:
    """Page id → id of its parent, in the order of the tree. One query."""
    pks = [page.pk for page in pages]
    rows = list(Page.objects.filter(pk__in=pks).order_by("path").values_list("pk", "path"))
    owner = {path: pk for pk, path in rows}
    return {pk: owner.get(path[: -Page.steplen]) for pk, path in rows}
