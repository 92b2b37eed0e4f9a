"""The chain of the browser tests holds: server, static files, Chromium, axe, the cut link."""

import pytest

from tests.support.browser import axe, offline

pytestmark = pytest.mark.e2e


def test_a_page_is_served_with_its_style_and_its_script_policy(page, live):
    answers = {}
    page.on("response", lambda response: answers.setdefault(response.url, response.status))
    page.goto(f"{live}/en/")

    assert page.title()
    assert page.evaluate("document.styleSheets.length") > 0
    assert set(answers.values()) == {200}, answers


def test_axe_runs_under_the_strict_policy_and_finds_what_is_wrong(page, live):
    page.goto(f"{live}/en/")
    page.evaluate("document.querySelector('main').append(new Image())")

    assert any(line.startswith("image-alt") for line in axe(page))


def test_the_link_can_be_cut_and_comes_back(page, live):
    page.goto(f"{live}/en/")
    with offline(page):
        assert page.evaluate("navigator.onLine") is False
        assert page.evaluate("fetch('/healthz').then(() => true, () => false)") is False
    assert page.evaluate("fetch('/healthz').then(answer => answer.ok)") is True
