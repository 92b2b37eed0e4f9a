"""Statistics in a real browser, in English and in Arabic: legible for everybody, mirrored, not too wide."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.courses import make_course
from tests.factories.people import author
from tests.factories.sittings import make_sittings
from tests.support.browser import AXE, RULES, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_panel_and_the_list(page, live, client, settings, language):
    settings.SECOND_FACTOR_REQUIRED = False
    made = make_course()
    codes = [("one", "one", "true", "two")] * 20 + [("two", "two", "false", "one")] * 20
    make_sittings(
        made.quiz,
        [
            {
                question: [str(question.choices.get(code=code).pk)]
                for question, code in zip(made.questions, row, strict=True)
            }
            for row in codes
        ],
    )
    sign_in(page, live, client, author(preferred_language=language))
    page.goto(live + reverse("quiz_statistics", args=[made.quiz.pk]))
    assert faults(page, "main") == []
    page.locator("a", has_text="question-4").click()
    panel = page.locator(".item-statistics")
    panel.wait_for()
    assert faults(page, ".item-statistics") == []
    label, bar = (panel.locator(f".item-plot tbody {part}").first.bounding_box() for part in ("th", "svg"))
    assert (bar["x"] > label["x"]) == (language == "en")
    assert panel.evaluate("element => element.scrollWidth <= element.clientWidth")


def faults(page, where: str) -> list[str]:
    """What axe finds wrong there; the rest of the page is Wagtail's."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "([where, rules]) => axe.run(where, {runOnly: rules, resultTypes: ['violations']})", [where, RULES]
    )
    return [
        f"{fault['id']}: {node['html'][:150]}" for fault in found["violations"] for node in fault["nodes"]
    ]
