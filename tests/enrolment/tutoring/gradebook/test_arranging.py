"""How a gradebook is arranged: shown before, saved after, never over somebody else's."""

from decimal import Decimal

import pytest

from clikc.people.models import AuditEntry
from enrolment.grading import api as grading
from enrolment.grading.models import GradeCategory, GradeEntry, GradeItem
from tests.factories import people
from tests.factories.gradebook import make_gradebook, marked, sat

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = make_gradebook(participants=2, assignments=2, quizzes=1, manual=1, pass_percent=60)
    marked(made, 0, 0, points=20)
    marked(made, 0, 1, points=4)
    return made


@pytest.fixture
def boss(made, client):
    people.sign_in(client, made.boss)
    return client


def at(made) -> str:
    return f"/en/runs/{made.run.pk}/gradebook/arrange/"


def form_of(client, made) -> dict:
    """What the form holds as it is shown first."""
    page = client.get(at(made))
    form = page.context["form"]
    data = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value is not False} | {
        "seen": page.context["seen"]
    }


def shown_of(answer) -> str:
    return answer.context["shown"]


def test_a_change_is_shown_before_it_is_saved(made, boss):
    first = made.assignments[0]
    data = form_of(boss, made) | {f"weight-{first}": "3"}
    answer = boss.post(at(made), data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 participant" in page
    assert "60%" in page
    assert "80%" in page
    assert not AuditEntry.objects.filter(what="gradebook_arranged").exists()
    assert boss.post(at(made), data | {"shown": shown_of(answer)}).status_code == 302
    weights = {item.weight for item in GradeItem.objects.filter(run_assignment__isnull=False)}
    assert weights == {3, 1}
    book = grading.gradebook_of(run=made.run, viewer=made.boss)
    assert {row.total.percent for row in book.rows} == {80, None}
    assert AuditEntry.objects.get(what="gradebook_arranged").actor == made.boss


@pytest.mark.parametrize(
    "value", ["0", "-1", "1e30", "99999999999", "9" * 40, "NaN", "Infinity", "٢", "1;2", "<b>", "½", "1\x00"]
)
@pytest.mark.parametrize("name", ["weight-", "weight.", "most-", "drop.", "place-", "place."])
def test_a_figure_is_within_its_bounds_or_refused(made, boss, name, value):
    """Seconds later the gradebook opens, whatever was sent."""
    whose = {"most-": made.manual[0], "weight-": made.manual[0], "place-": made.manual[0]}
    data = form_of(boss, made) | {f"{name}{whose.get(name, 'module-1')}": value}
    answer = boss.post(at(made), data)
    is_number = value == "٢" or (value == "0" and name != "most-")
    assert answer.status_code == (200 if is_number else 422)
    if is_number:
        assert boss.post(at(made), data | {"shown": shown_of(answer)}).status_code == 302
    assert boss.get(f"/en/runs/{made.run.pk}/gradebook/").status_code == 200


def test_what_is_saved_is_what_was_shown(made, boss):
    data = form_of(boss, made) | {f"weight-{made.assignments[0]}": "3"}
    shown = shown_of(boss.post(at(made), data))
    answer = boss.post(at(made), data | {"shown": shown, f"weight-{made.assignments[0]}": "4"})
    assert answer.status_code == 200
    assert shown_of(answer) != shown
    assert GradeItem.objects.filter(weight=1).count() == 4
    answer = boss.post(at(made), data | {"shown": shown, "again": "1"})
    assert answer.status_code == 200


def test_lowest_dropped_is_shown_where_it_crosses_a_line(made, boss):
    made.run.scheme.pass_percent = Decimal(70)
    made.run.scheme.save()
    answer = boss.post(at(made), form_of(boss, made) | {"drop.module-1": "1"})
    page = answer.content.decode()
    assert "Below the pass line" in page
    assert "Honours" in page


def test_the_same_again_changes_nothing(made, boss):
    data = form_of(boss, made) | {f"weight-{made.assignments[0]}": "2"}
    data["shown"] = shown_of(boss.post(at(made), data))
    boss.post(at(made), data)
    again = form_of(boss, made)
    answer = boss.post(at(made), again)
    assert b"No total changes" in answer.content
    boss.post(at(made), again | {"shown": shown_of(answer)})
    assert AuditEntry.objects.filter(what="gradebook_arranged").count() == 1


def test_somebody_elses_arrangement_is_not_overwritten(made, boss):
    data = form_of(boss, made) | {f"weight-{made.assignments[0]}": "2"}
    data["shown"] = shown_of(boss.post(at(made), data))
    GradeCategory.objects.filter(run=made.run).update(weight=9)
    answer = boss.post(at(made), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else arranged it meanwhile" in page
    assert "<bdi>9</bdi>" in page
    assert GradeItem.objects.filter(weight=2).count() == 0
    answer = boss.post(at(made), data | {"seen": answer.context["seen"]})
    assert answer.status_code == 200
    assert (
        boss.post(at(made), data | {"seen": answer.context["seen"], "shown": shown_of(answer)}).status_code
        == 302
    )
    assert GradeItem.objects.filter(weight=2).count() == 1


def test_something_graded_by_hand_is_added_in_a_module_of_its_own(made, boss):
    data = form_of(boss, made) | {"module_title": "Participation"}
    boss.post(at(made), data | {"shown": shown_of(boss.post(at(made), data))})
    assert GradeCategory.objects.get(module="own-1").title == "Participation"
    data = form_of(boss, made) | {
        "new_title": "  At the   table ",
        "new_most": "5",
        "new_weight": "2",
        "new_module": "own-1",
    }
    boss.post(at(made), data | {"shown": shown_of(boss.post(at(made), data))})
    item = GradeItem.objects.get(title="At the table")
    assert (item.kind, item.most, item.weight, item.category.module) == ("manual", 5, 2, "own-1")


def test_an_added_quiz_brings_its_results(client):
    made = make_gradebook(participants=2, quizzes=1)
    people.sign_in(client, made.boss)
    GradeItem.objects.filter(kind="quiz").delete()
    sat(made, 0, right=2)
    assert not GradeEntry.objects.exists()
    data = form_of(client, made) | {"quiz": made.quizzes[0], "quiz_module": "module-1", "quiz_weight": "1"}
    answer = client.post(at(made), data)
    assert b"50%" in answer.content
    assert client.post(at(made), data | {"shown": shown_of(answer)}).status_code == 302
    entry = GradeEntry.objects.get()
    assert (entry.points, entry.kind, entry.number) == (50, "quiz", 1)


def test_what_has_a_history_is_not_taken_away(made, boss):
    oral = made.manual[0]
    grading.record_grade(
        run=made.run,
        column=oral,
        enrolment_id=made.enrolments[0].pk,
        points=Decimal(8),
        by=made.boss,
        seen=0,
    )
    data = form_of(boss, made) | {f"remove-{oral}": "on"}
    answer = boss.post(at(made), data | {"shown": shown_of(boss.post(at(made), data))})
    assert answer.status_code == 422
    assert b"cannot be taken away" in answer.content
    data = form_of(boss, made) | {f"most-{oral}": "7"}
    answer = boss.post(at(made), data | {"shown": shown_of(boss.post(at(made), data))})
    assert b"more points there" in answer.content
    assert GradeItem.objects.get(kind="manual").most == 10


def test_what_is_empty_is_taken_away(made, boss):
    data = form_of(boss, made) | {f"remove-{made.manual[0]}": "on", f"remove-{made.quizzes[0]}": "on"}
    assert boss.post(at(made), data | {"shown": shown_of(boss.post(at(made), data))}).status_code == 302
    assert set(GradeItem.objects.values_list("kind", flat=True)) == {"assignment"}


@pytest.mark.parametrize("typed", ["-1", "", "x", "1e30", "NaN", "Infinity", "9" * 30, "1.234"])
def test_weights_are_numbers(made, boss, typed):
    answer = boss.post(at(made), form_of(boss, made) | {"weight.module-1": typed})
    assert answer.status_code == 422


@pytest.mark.parametrize("title", ["a\u202eb", "\x07", "x" * 10_000, "12"])
def test_titles_are_names(made, boss, title):
    answer = boss.post(at(made), form_of(boss, made) | {f"title-{made.manual[0]}": title})
    assert answer.status_code == 422


def test_weights_of_nothing_leave_no_total(made, boss):
    answer = boss.post(at(made), form_of(boss, made) | {"weight.module-1": "0"})
    assert answer.status_code == 200
    assert answer.context["changes"][0]["change"].after is None


def test_tutors_arrange_nothing(made, client):
    people.sign_in(client, made.tutors[0])
    assert client.get(at(made)).status_code == 404
    plan = grading.plan_of(made.run)
    with pytest.raises(grading.ArrangeRefused, match="not_allowed"):
        grading.arrange(run=made.run, plan=plan, by=made.tutors[0], seen=plan.digest)


def test_an_arrangement_costs_few_queries(made, boss, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        boss.get(at(made))
