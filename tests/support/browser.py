"""A real browser for the tests marked ``e2e``: Debian's Chromium, against a server of the suite's own.

``page`` comes from pytest-playwright, ``live`` is the server. No address outside this machine is reached.
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

AXE = Path(__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
PATIENCE_SECONDS = 20
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Chromium as the system has it: the tests bring no browser of their own."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("Browser tests need Chromium. On Debian: apt-get install chromium", pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "viewport": DESKTOP,
        "locale": "en-GB",
        "timezone_id": "UTC",
        # Nothing glides to its place while a test looks where it is.
        "reduced_motion": "reduce",
    }


@pytest.fixture
def live(live_server, transactional_db) -> Iterator[str]:
    """The address of a server with the test's own database, static files and all."""
    yield live_server.url
    # The browser is gone, but what it asked for last is answered still: not from the next test's database.
    for thread in threading.enumerate():
        if thread.name.endswith("(process_request_thread)"):
            thread.join(timeout=PATIENCE_SECONDS)


@pytest.fixture
def context(live, context):
    """A browser that reaches our server and nothing else, and tells what it tried beside that, and what none
    of its scripts caught."""
    strangers: list[str] = []
    uncaught: list[str] = []

    def refuse(route):
        strangers.append(route.request.url)
        route.abort()

    ours = urlsplit(live).netloc
    context.route(lambda url: urlsplit(url).netloc not in (ours, ""), refuse)
    context.on("weberror", lambda found: uncaught.append(f"{found.page and found.page.url}: {found.error}"))
    yield context
    assert strangers == [], "no page of ours may ask another host for anything"
    assert uncaught == [], "no script of ours may end in an error"


@contextmanager
def offline(page) -> Iterator[None]:
    """The network is gone inside the block, as at a border post on a bad day."""
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)


def sends_nothing_more(page) -> None:
    """For a page that is left without a line: Chromium gives it its line back a moment before it goes, and
    what it sends in that moment would arrive."""
    page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")


def axe(page) -> list[str]:
    """What axe finds wrong with the page as it stands: rule, what it asks for, and where.

    The script is evaluated by the debugger, which the page's content security policy does not bind.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']} at {' '.join(map(str, node['target']))}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def sign_in(page, live: str, client, user) -> None:
    """Signed in as ``user`` without the sign-in page: the session of a test client, given to the browser."""
    from django.conf import settings

    from tests.factories.people import sign_in as force

    force(client, user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live}])


def fill_in(question, answer: list[str]) -> None:
    """Give an answer to a question of a test (its fieldset), whatever kind it is of."""
    collects = question.get_attribute("data-collects")
    if collects == "checked":
        for choice in answer:
            question.locator(f"input[value='{choice}']").check()
        return
    if collects == "order":
        values = {item: str(place) for place, item in enumerate(answer, start=1)}
    else:
        values = {"": answer[0]} if collects == "text" else dict(text.split("=", 1) for text in answer)
    for part, value in values.items():
        control = question.locator(f"[data-part='{part}']")
        if control.evaluate("item => item.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
            control.blur()
