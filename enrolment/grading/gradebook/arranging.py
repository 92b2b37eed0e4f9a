"""How a gradebook is arranged: weights, what is dropped, what is graded by hand, the order. By managers.

A plan is the whole arrangement as it is to be. What it would change is shown before (``preview``), and it is
saved (``arrange``) only by who saw the arrangement that is there.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.people import api as people
from courses.quizzes import api as quizzes
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from ..items import item_of
from ..models import GradeCategory, GradeEntry, GradeItem
from ..rules.scheme import Category, Item, Score, State
from ..rules.totals import total_of
from ..signals import grade_recorded
from .book import Gradebook, Row, scores_of, standing_of
from .columns import modules_of
from .permissions import sees_all
from .quizzes import results_of

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import CourseRun

ARRANGED = "gradebook_arranged"
DEEDS = {ARRANGED: _("The gradebook of “%(run)s” was arranged.")}
BATCH = 500
QUIZ_MOST = Decimal(100)


@dataclass(frozen=True)
class ModulePlan:
    """A module as it is to be; ``title`` "": as its page is called."""

    key: str
    title: str
    weight: Decimal
    drop_lowest: int
    position: int


@dataclass(frozen=True)
class ItemPlan:
    """A column as it is to be. Title and most are those of what is graded by hand; of other columns they
    stay as they are. ``is_removed`` takes away one in which nothing was ever entered."""

    code: str
    module: str
    weight: Decimal
    position: int
    title: str = ""
    most: Decimal = QUIZ_MOST
    is_removed: bool = False


@dataclass(frozen=True)
class Plan:
    """A whole arrangement. ``added``: columns that are not there yet, manual ones with the code "" and
    quizzes of the course with their codes (``q3``)."""

    modules: tuple[ModulePlan, ...]
    items: tuple[ItemPlan, ...]
    added: tuple[ItemPlan, ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same arrangement, however its numbers are written."""
        return sha256(repr(_plain(astuple(self))).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Change:
    """A participant whose total would be another: per cent and standing, before and after."""

    row: Row
    before: Decimal | None
    after: Decimal | None
    standing_after: str

    @property
    def crosses(self) -> bool:
        return self.row.standing != self.standing_after


def _plain(value):
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return str(value.normalize()) if isinstance(value, Decimal) else value


class ArrangeRefused(Exception):
    """Nothing is changed: ``changed_meanwhile``, ``not_allowed``, ``unknown`` (a module, column or quiz
    that is not there), ``has_grades`` (``column`` is not taken away), ``above_most`` (somebody has more
    points than ``column`` is to be out of)."""

    def __init__(self, reason: str, column: str = ""):
        super().__init__(reason)
        self.reason = reason
        self.column = column


def plan_of(run: CourseRun) -> Plan:
    """The arrangement as it is, proposed columns as they would be saved."""
    titles = dict(GradeCategory.objects.filter(run=run).values_list("module", "title"))
    modules = modules_of(run)
    return Plan(
        tuple(
            ModulePlan(item.key, titles.get(item.key, ""), item.weight, item.drop_lowest, item.position)
            for item in modules
        ),
        tuple(
            ItemPlan(
                column.code,
                column.module,
                column.weight,
                column.position,
                column.title if column.is_manual else "",
                column.most,
            )
            for module in modules
            for column in module.columns
        ),
    )


def quizzes_to_add(run: CourseRun) -> list[quizzes.Quiz]:
    """The quizzes of the run's course that stand in no module of its gradebook. One query."""
    there = GradeItem.objects.filter(category__run=run, quiz__isnull=False).values("quiz")
    found = quizzes.Quiz.objects.filter(activity__course=run.course_id, activity__is_archived=False)
    return list(found.exclude(pk__in=there).select_related("activity__course").order_by("activity__position"))


def preview(book: Gradebook, plan: Plan) -> list[Change]:
    """Whose total would change. Two queries for each quiz that is added."""
    new = _scores_of_added(book.run, plan)
    items = [
        Item(item.code, item.module, item.weight, _most(book, item))
        for item in plan.items
        if not item.is_removed
    ]
    items += [Item(item.code, item.module, item.weight, item.most) for item in plan.added if item.code]
    categories = [Category(item.key, item.weight, item.drop_lowest) for item in plan.modules]
    changes = []
    for row in book.rows:
        scores = [*scores_of(row.cells), *new.get(row.enrolment_id, ())]
        total = total_of(items, categories, scores, decimals=book.scheme.decimals)
        if total.percent != row.total.percent:
            after = standing_of(total.percent, book.scheme)
            changes.append(Change(row, row.total.percent, total.percent, after))
    return changes


def _most(book: Gradebook, item: ItemPlan) -> Decimal:
    column = book.column(item.code)
    return item.most if column is None or column.is_manual else column.most


def _scores_of_added(run: CourseRun, plan: Plan) -> dict:
    """Enrolment id → scores in the quizzes that are added."""
    enrolments = list(admissions.participants_in([run.pk])) if plan.added else []
    by_code = {f"q{quiz.pk}": quiz for quiz in quizzes_to_add(run)} if plan.added else {}
    found: dict = {}
    for item in plan.added:
        if item.code in by_code:
            for pk, points in results_of(by_code[item.code], item.most, enrolments).items():
                found.setdefault(pk, []).append(Score(item.code, points, State.GRADED))
    return found


@transaction.atomic
def arrange(*, run: CourseRun, plan: Plan, by: User, seen: str) -> None:
    """Make the arrangement what ``plan`` says. ``seen``: the digest of the one ``by`` has looked at.

    Results of added quizzes are entered. The same again changes nothing. Raises ArrangeRefused.
    """
    if not sees_all(by):
        raise ArrangeRefused("not_allowed")
    programmes.lock_run(run.pk)
    now = plan_of(run)
    if now.digest == plan.digest:
        return
    if now.digest != seen:
        raise ArrangeRefused("changed_meanwhile")
    _check(run, now, plan)
    categories = _write_modules(run, plan)
    _write_items(run, plan, categories)
    for item in plan.added:
        _add(run, item, categories)
    people.record(what=ARRANGED, by=by, facts={"run": run.name})


def _check(run: CourseRun, now: Plan, plan: Plan) -> None:
    """Every column that is there is in the plan, and none that is not; each in a module of the plan."""
    keys = {item.key for item in plan.modules}
    known = {item.code for item in now.items}
    if {item.code for item in plan.items} != known or not {item.key for item in now.modules} <= keys:
        raise ArrangeRefused("changed_meanwhile")
    if not {item.module for item in (*plan.items, *plan.added)} <= keys:
        raise ArrangeRefused("unknown")


def _write_modules(run: CourseRun, plan: Plan) -> dict[str, GradeCategory]:
    columns = ("title", "weight", "drop_lowest", "position")
    rows = [
        GradeCategory(run=run, module=item.key, **{name: getattr(item, name) for name in columns})
        for item in plan.modules
    ]
    GradeCategory.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["run", "module"],
        update_fields=columns,
    )
    return {item.module: item for item in GradeCategory.objects.filter(run=run)}


def _write_items(run: CourseRun, plan: Plan, categories: dict[str, GradeCategory]) -> None:
    proposed = programmes.work_of_runs([run.pk]).filter(grade_item=None)
    for work in proposed.prefetch_related("assignment__rubrics__criteria"):
        item_of(work)
    there = {_code_of(item): item for item in GradeItem.objects.filter(category__run=run)}
    highest = _highest(run)
    for wanted in plan.items:
        item = there[wanted.code]
        if wanted.is_removed:
            _remove(item, highest)
            continue
        item.category = categories[wanted.module]
        item.weight, item.position = wanted.weight, wanted.position
        if item.kind == GradeItem.Kind.MANUAL:
            item.title, item.most = wanted.title, wanted.most
            if highest.get(item.pk, 0) > item.most:
                raise ArrangeRefused("above_most", wanted.code)
    kept = [there[wanted.code] for wanted in plan.items if not wanted.is_removed]
    fields = ["category", "weight", "position", "title", "most"]
    GradeItem.objects.bulk_update(kept, fields, batch_size=BATCH)


def _code_of(item: GradeItem) -> str:
    if item.run_assignment_id:
        return f"a{item.run_assignment_id}"
    return f"q{item.quiz_id}" if item.quiz_id else f"m{item.pk}"


def _highest(run: CourseRun) -> dict[int, Decimal]:
    """Item id → the most points anybody ever had there, 0 where only words were entered. One query."""
    rows = GradeEntry.objects.filter(item__category__run=run).order_by()
    found = rows.values_list("item").annotate(highest=Max("points"))
    return {item: highest or Decimal(0) for item, highest in found}


def _remove(item: GradeItem, highest: dict[int, Decimal]) -> None:
    """Assignments of the run stay; so does what has a history."""
    if item.pk in highest or item.kind == GradeItem.Kind.ASSIGNMENT:
        raise ArrangeRefused("has_grades", _code_of(item))
    item.delete()


def _add(run: CourseRun, wanted: ItemPlan, categories: dict[str, GradeCategory]) -> None:
    facts = {"category": categories[wanted.module], "weight": wanted.weight, "position": wanted.position}
    if not wanted.code:
        GradeItem.objects.create(kind=GradeItem.Kind.MANUAL, title=wanted.title, most=wanted.most, **facts)
        return
    quiz = next((quiz for quiz in quizzes_to_add(run) if f"q{quiz.pk}" == wanted.code), None)
    if quiz is None:
        raise ArrangeRefused("unknown", wanted.code)
    item = GradeItem.objects.create(kind=GradeItem.Kind.QUIZ, quiz=quiz, most=wanted.most, **facts)
    _enter_results(run, item, quiz)


def _enter_results(run: CourseRun, item: GradeItem, quiz: quizzes.Quiz) -> None:
    """The results there are. Nobody else knows the item before the end of the transaction."""
    results = results_of(quiz, item.most, list(admissions.participants_in([run.pk])))
    now = timezone.now()
    entries = GradeEntry.objects.bulk_create(
        (
            GradeEntry(
                item=item,
                enrolment_id=pk,
                number=1,
                kind=GradeEntry.Kind.QUIZ,
                points=points,
                at=now,
            )
            for pk, points in sorted(results.items())
        ),
        batch_size=BATCH,
    )
    for entry in entries:
        grade_recorded.send(GradeEntry, entry=entry)
