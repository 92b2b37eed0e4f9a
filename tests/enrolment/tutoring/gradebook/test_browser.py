"""The gradebook in a browser: by keyboard, mirrored, on a phone, without a script; axe finds nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from enrolment.grading import api as grading
from tests.factories.gradebook import fill, make_gradebook
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

pytestmark = pytest.mark.e2e

LONG = "Maria de los Ángeles Fernández-Montesinos y Gutiérrez de la Concepción"
FORWARD = {"en": "ArrowRight", "ar": "ArrowLeft"}


@pytest.fixture
def made(live, page, client):
    made = make_gradebook(participants=8, assignments=6, quizzes=2, manual=2)
    for place, name in enumerate((LONG, "أمينة يوسف")):
        learner = made.enrolments[place].learner
        learner.printed_name = name
        learner.save()
    made.work[1].due_at = made.now - timedelta(days=3)
    made.work[1].save()
    fill(made)
    first = {"run": made.run, "enrolment_id": made.enrolments[0].pk, "by": made.boss, "seen": 1}
    grading.override_grade(
        column=made.assignments[2],
        points=Decimal("17.5"),
        reason="Heard orally after the line was down",
        **first,
    )
    grading.excuse(column=made.assignments[3], reason="Ill for two weeks", **first)
    sign_in(page, live, client, made.boss)
    return made


def address(live, made, tail="", language="en", desk="runs"):
    return f"{live}/{language}/{desk}/{made.run.pk}/gradebook/{tail}"


def focus_of(page) -> list[int]:
    """Row (0: the heads) and column of the cell that has the focus."""
    return page.evaluate(
        """() => {
          const cell = document.activeElement.closest("th, td");
          const rows = [...document.querySelectorAll("tr[data-row]")];
          return [rows.indexOf(cell.parentElement), cell.cellIndex];
        }"""
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_grid_by_keyboard(live, page, made, language):
    page.goto(address(live, made, language=language))
    forward = FORWARD[language]
    back = {"ArrowRight": "ArrowLeft", "ArrowLeft": "ArrowRight"}[forward]
    grid = page.get_by_role("grid")
    expect(grid).to_be_visible()
    assert grid.locator("[tabindex='0']").count() == 1
    grid.locator("[tabindex='0']").focus()
    assert focus_of(page) == [1, 0]
    # Ten items, their module, and three columns of totals stand behind the name.
    steps = [
        (forward, [1, 1]),
        ("ArrowDown", [2, 1]),
        ("End", [2, 14]),
        (forward, [2, 14]),
        (back, [2, 13]),
        ("Home", [2, 0]),
        (back, [2, 0]),
        ("Control+End", [10, 14]),
        ("ArrowDown", [10, 14]),
        ("Control+Home", [0, 0]),
        ("ArrowUp", [0, 0]),
        ("PageDown", [10, 0]),
        ("PageUp", [0, 0]),
        ("ArrowDown", [1, 0]),
        (forward, [1, 1]),
    ]
    for key, place in steps:
        page.keyboard.press(key)
        assert focus_of(page) == place, key
        assert grid.locator("[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/gradebook/{made.assignments[0]}/**")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_has_the_focus_is_not_under_the_heads(live, page, made, language):
    page.goto(address(live, made, language=language))
    page.get_by_role("grid").locator("[tabindex='0']").focus()
    for key in (
        "Control+End",
        "Home",
        "Control+Home",
        "ArrowDown",
        "End",
        "ArrowDown",
        "Home",
        FORWARD[language],
    ):
        page.keyboard.press(key)
    # The page may still be on its way to the cell.
    page.wait_for_function(
        """() => {
          const cell = document.activeElement, box = cell.getBoundingClientRect();
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return cell === top || cell.contains(top);
        }"""
    )


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_for_axe_and_nothing_out_of_the_screen(live, page, made, language, size):
    key = str(made.enrolments[0].pk)
    page.set_viewport_size(size)
    tails = (
        "",
        "?fold=module-1&show=percent",
        f"{made.assignments[2]}/{key}/",
        f"{made.manual[0]}/{key}/",
        f"{made.manual[0]}/",
        f"participants/{key}/",
        "arrange/",
    )
    for tail in tails:
        page.goto(address(live, made, tail, language))
        assert axe(page) == [], tail
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], tail


def test_heads_and_names_stay_in_sight(live, page, made):
    page.set_viewport_size({"width": 900, "height": 500})
    page.goto(address(live, made))
    box = page.locator(".gradebook__scroll")
    box.evaluate("item => { item.scrollTop = 300; item.scrollLeft = 400 }")
    inside = box.bounding_box()
    head = page.locator("thead tr[data-row] th").first.bounding_box()
    assert head["y"] >= inside["y"]
    assert abs(head["x"] - inside["x"]) <= 2


def test_on_a_phone_the_table_is_the_list_of_participants(live, page, made):
    page.set_viewport_size(PHONE)
    page.goto(address(live, made))
    row = page.locator("tbody tr").first
    assert row.locator("td:visible").count() == 3
    row.locator("th a").click()
    page.wait_for_url("**/participants/**")
    page.get_by_role("link", name="Oral 1").click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()


def test_without_a_script_it_is_a_table_with_links(live, browser, client, made):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live, client, made.boss)
    page.goto(address(live, made))
    expect(page.get_by_role("table")).to_be_visible()
    page.locator("thead").get_by_role("link", name="module-1").click()
    page.wait_for_url("**fold=module-1")
    expect(page.locator("tbody tr").first.locator("td")).to_have_count(4)
    page.goto(address(live, made, f"{made.manual[0]}/"))
    page.locator(".gradebook__points").first.fill("7,5")
    page.get_by_role("button", name="Enter the grades").click()
    expect(page.get_by_text("1 grade is entered.")).to_be_visible()
    context.close()


def test_a_participant_reckons_what_she_needs(live, page, client, made):
    learner = made.enrolments[1].learner
    sign_in(page, live, client, learner)
    for language in ("en", "ar"):
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            page.goto(f"{live}/en/work/grades/{made.run.pk}/".replace("/en/", f"/{language}/"))
            assert axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.goto(f"{live}/en/work/grades/{made.run.pk}/")
    page.locator("input[name^='if-']").first.fill("7")
    page.get_by_role("button", name="Reckon").click()
    expect(page.get_by_text("You would have")).to_be_visible()


def test_a_tutor_reads_codes_where_nobody_is_named(live, page, client, made):
    sign_in(page, live, client, made.tutors[0])
    page.goto(address(live, made, desk="tutoring/runs"))
    assert axe(page) == []
    assert page.get_by_text(LONG).count() == 0
    page.get_by_role("link", name="Oral 2").click()
    expect(page.get_by_text(LONG)).to_be_visible()
