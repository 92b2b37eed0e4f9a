"""Somebody who goes from page to page in a browser, and minds each of them.

What was wrong on the way is in ``faults``: what axe finds, what runs out of the screen, what a page
wrote to the console. Controls are found by what they are, not by what they say, so a walk is the same in
every language.
"""

from __future__ import annotations

import io
from pathlib import Path

from django.urls import reverse
from django.utils.translation import override

from tests.factories.people import PASSWORD, code_of
from tests.support.browser import axe

MOST_STEPS = 200


class Walker:
    """A person at a browser page of her own, reading ``language``."""

    def __init__(self, page, live: str, language: str):
        self.page, self.live, self.language = page, live, language
        self.faults: list[str] = []
        self.visited: set[str] = set()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))

    def address(self, route: str, query: str = "", **names) -> str:
        with override(self.language):
            return self.live + reverse(route, kwargs=names) + query

    def go(self, route: str, query: str = "", **names) -> None:
        """To the page of a route."""
        self.open(self.address(route, query, **names))

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer.status == 200, f"{answer.status} at {address}"
        self.look()

    def at(self, selector: str):
        """What is in the page itself, without its head and foot."""
        return self.page.locator("main").locator(selector)

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def press(self, selector: str) -> None:
        """The first control of this kind, and on to the page it leads to."""
        with self.page.expect_navigation():
            self.at(selector).first.click()
        self.look()

    def save(self, selector: str) -> io.BytesIO:
        """What is in the file that a control brings."""
        with self.page.expect_download() as coming:
            self.at(selector).first.click()
        return io.BytesIO(Path(coming.value.path()).read_bytes())

    def reach(self, selector: str) -> None:
        """To a control, with the Tab key alone."""
        wanted = self.at(selector).first.element_handle()
        for _step in range(MOST_STEPS):
            if self.page.evaluate("element => element === document.activeElement", wanted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached by keyboard at {self.page.url}")

    def enter(self, selector: str) -> None:
        """On by a control, with the keyboard alone."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def look(self) -> None:
        """Mind the page as it stands."""
        self.page.wait_for_load_state()
        address = self.page.url
        self.visited.add(address)
        assert self.page.locator("html").get_attribute("lang") == self.language, address
        self.faults += [f"{address}: {line}" for line in axe(self.page)]
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.faults.append(f"{address}: runs out of the screen")

    def sign_in(self, person, secret: str = "") -> None:
        """By password; and by the code of the app with this secret, where there is one."""
        self.go("account_login")
        self.at("input[name=login]").fill(person.email)
        self.at("input[name=password]").fill(PASSWORD)
        self.press("form button[type=submit]")
        if secret:
            self.at("input[name=code]").fill(code_of(secret))
            self.press("form button[type=submit]")

    def _hear(self, message) -> None:
        if message.type != "info":
            self.faults.append(f"{self.page.url}: {message.text}")
