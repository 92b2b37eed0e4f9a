"""Whatever is entered, in whatever order: what holds of every gradebook."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from enrolment.grading import api
from enrolment.grading.models import GradeCategory, GradeEntry, GradeItem
from tests.factories.gradebook import make_gradebook

pytestmark = pytest.mark.django_db

# A few whole gradebooks are worth more here than many small numbers.
FEW = settings(max_examples=25, suppress_health_check=list(HealthCheck))
PARTICIPANTS = range(2)
COLUMNS = range(3)

numbers = st.decimals(min_value=0, max_value=10, places=2)
deeds = st.tuples(
    st.sampled_from(["record", "override", "excuse", "take_back"]),
    st.sampled_from(PARTICIPANTS),
    st.sampled_from(COLUMNS),
    numbers,
)
arrangements = st.fixed_dictionaries(
    {
        "drop_lowest": st.integers(0, 4),
        "weight": st.decimals(min_value=0, max_value=50, places=2),
        "weights": st.lists(st.decimals(min_value=0, max_value=50, places=2), min_size=3, max_size=3),
    }
)


@pytest.fixture
def made():
    return make_gradebook(participants=2, assignments=0, manual=3)


def arranged(made, arrangement: dict) -> None:
    GradeCategory.objects.filter(run=made.run).update(
        drop_lowest=arrangement["drop_lowest"], weight=arrangement["weight"]
    )
    for code, weight in zip(made.manual, arrangement["weights"], strict=True):
        GradeItem.objects.filter(pk=code[1:]).update(weight=weight)


def done(made, deed) -> None:
    """One deed by a manager who has seen the last entry; what is refused changes nothing."""
    verb, place, column, points = deed
    where = {"item": made.manual[column][1:], "enrolment": made.enrolments[place]}
    facts = {
        "run": made.run,
        "column": made.manual[column],
        "enrolment_id": made.enrolments[place].pk,
        "by": made.boss,
        "seen": GradeEntry.objects.filter(**where).count(),
        "reason": "Because",
    }
    verbs = {"record": api.record_grade, "override": api.override_grade}
    try:
        if verb in verbs:
            verbs[verb](points=points, **facts)
        else:
            {"excuse": api.excuse, "take_back": api.take_back}[verb](**facts)
    except api.GradeRefused:
        assert GradeEntry.objects.filter(**where).count() == facts["seen"]


def rows_of(made):
    return {row.enrolment_id: row for row in api.gradebook_of(run=made.run, viewer=made.boss).rows}


@FEW
@given(st.lists(deeds, max_size=12), arrangements)
def test_no_grade_is_out_of_range_and_the_last_entry_counts(made, doings, arrangement):
    with transaction.atomic():
        arranged(made, arrangement)
        for deed in doings:
            done(made, deed)
        for enrolment, row in rows_of(made).items():
            totals = [row.total.percent, row.total.so_far_percent]
            totals += [module.percent for module in row.total.modules.values()]
            assert all(total is None or 0 <= total <= 100 for total in totals)
            for code, cell in row.cells.items():
                entries = GradeEntry.objects.filter(item=code[1:], enrolment=enrolment).order_by("number")
                numbers = [entry.number for entry in entries]
                assert numbers == list(range(1, len(numbers) + 1))
                assert cell.history == len(numbers)
                last = entries.last()
                stands = last.points if last and last.state == "graded" else None
                assert cell.points == stands
                assert cell.points is None or 0 <= cell.points <= 10
                assert cell.percent is None or 0 <= cell.percent <= 100
        transaction.set_rollback(True)


@FEW
@given(
    st.lists(
        st.tuples(st.sampled_from(PARTICIPANTS), st.sampled_from(COLUMNS), numbers),
        max_size=6,
        unique_by=lambda entry: entry[:2],
    ),
    arrangements,
    st.randoms(use_true_random=False),
)
def test_the_order_in_which_different_cells_are_entered_is_of_no_matter(made, grades, arrangement, chance):
    found = []
    for _round in range(2):
        with transaction.atomic():
            arranged(made, arrangement)
            for place, column, points in grades:
                done(made, ("record", place, column, points))
            found.append(rows_of(made))
            transaction.set_rollback(True)
        chance.shuffle(grades)
    assert found[0] == found[1]


@FEW
@given(
    st.lists(st.tuples(st.sampled_from(COLUMNS), numbers), max_size=3, unique_by=lambda entry: entry[0]),
    arrangements,
    numbers,
)
def test_a_better_grade_never_lowers_a_total(made, grades, arrangement, more):
    with transaction.atomic():
        arranged(made, arrangement)
        for column, points in grades:
            done(made, ("record", 0, column, points))
        key = made.enrolments[0].pk
        before = rows_of(made)[key]
        for column, points in grades[:1]:
            done(made, ("override", 0, column, max(points, more)))
        after = rows_of(made)[key]
        if before.total.percent is not None:
            assert after.total.percent >= before.total.percent
        transaction.set_rollback(True)


@FEW
@given(
    st.lists(st.tuples(st.sampled_from(COLUMNS), numbers), max_size=2, unique_by=lambda entry: entry[0]),
    arrangements,
)
def test_what_a_participant_needs_is_enough_and_no_less(made, grades, arrangement):
    """Entered for real, the points that were named reach the line, and a per cent less does not."""
    with transaction.atomic():
        arranged(made, arrangement)
        for column, points in grades:
            done(made, ("record", 0, column, points))
        own = api.grades_of(run=made.run, enrolment=made.enrolments[0])
        need = own.what_if({}).to_pass
        if need.state == "possible":
            for code, points in need.points.items():
                done(made, ("record", 0, made.manual.index(code), points))
            assert rows_of(made)[made.enrolments[0].pk].total.percent >= own.scheme.pass_percent
        less = {
            line.column.code: line.column.most * Decimal(max((need.percent or 0) - 1, 0)) / 100
            for line in own.lines
            if line.is_open
        }
        if need.state == "possible":
            total = own.what_if(less).total.percent
            assert total is None or total < own.scheme.pass_percent
        if need.state == "impossible":
            most = own.what_if({line.column.code: line.column.most for line in own.lines if line.is_open})
            assert most.total.percent is None or most.total.percent < own.scheme.pass_percent
        transaction.set_rollback(True)


@FEW
@given(arrangements, st.lists(deeds, max_size=6))
def test_a_preview_is_what_comes(made, arrangement, doings):
    """Whose total changes, and to what, is the same before it is saved and after."""
    with transaction.atomic():
        for deed in doings:
            done(made, deed)
        book = api.gradebook_of(run=made.run, viewer=made.boss)
        now = api.plan_of(made.run)
        weights = dict(zip(made.manual, arrangement["weights"], strict=True))
        plan = api.Plan(
            tuple(
                api.ModulePlan(item.key, "", arrangement["weight"], arrangement["drop_lowest"], 1)
                for item in now.modules
            ),
            tuple(
                api.ItemPlan(item.code, item.module, weights[item.code], 1, item.title, item.most)
                for item in now.items
            ),
        )
        changes = {item.row.enrolment_id: item.after for item in api.preview(book, plan)}
        api.arrange(run=made.run, plan=plan, by=made.boss, seen=now.digest)
        for key, row in rows_of(made).items():
            before = book.row(str(key)).total.percent
            assert row.total.percent == changes.get(key, before)
        transaction.set_rollback(True)
