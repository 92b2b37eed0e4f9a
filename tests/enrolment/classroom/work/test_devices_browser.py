"""What was typed without a line on a device while another one saved: both texts stay until she has chosen."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from enrolment.assessment.models import Submission
from tests.factories.tutoring import make_tutored_run
from tests.support.browser import offline, sends_nothing_more, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
BOTH = "Put the other one below mine"


@pytest.fixture
def made():
    return make_tutored_run(participants=1)


@pytest.fixture
def address(made, live, page, client):
    """Of her work; the phone, ``page``, is signed in."""
    person = made.enrolments[0].learner
    sign_in(page, live, client, person)
    person.preferred_language = "en"
    person.save()
    return f"{live}/en/work/{made.work[0].pk}/"


@pytest.fixture
def laptop(browser, context, address, page):
    """Her other device, on the page of the work."""
    device = browser.new_context()
    device.add_cookies(context.cookies())
    tab = device.new_page()
    tab.goto(address)
    yield tab
    device.close()


def field(page):
    return page.locator("[contenteditable=true]")


def theirs(page):
    return page.locator("[data-theirs]")


def state(page, name):
    expect(page.locator("[data-work-state]")).to_have_attribute("data-state", name, timeout=20_000)


def typed(page, words, then):
    field(page).click()
    page.keyboard.type(words)
    state(page, then)


def asked(page, mine, other):
    state(page, "changed")
    expect(field(page)).to_have_text(mine)
    expect(theirs(page)).to_have_text(other)


def typed_in_a_valley(page, address, words):
    """Typed without a line, and gone from the page before the line is back."""
    page.goto(address)
    with offline(page):
        typed(page, words, "waiting")
        sends_nothing_more(page)
        page.goto("about:blank")


def test_the_same_window_has_its_words_in_the_field_and_the_others_beside(page, address, laptop):
    typed_in_a_valley(page, address, "From the phone")
    typed(laptop, "From the laptop", "saved")
    page.goto(address)
    asked(page, "From the phone", "From the laptop")
    page.reload()
    asked(page, "From the phone", "From the laptop")
    expect(page.locator("[data-words]")).to_contain_text("3")
    page.get_by_role("button", name=BOTH).click()
    state(page, "saved")
    assert Submission.objects.get().draft == "<p>From the phone</p><p>From the laptop</p>"
    page.reload()
    expect(field(page)).to_contain_text("From the phone")
    expect(theirs(page)).to_be_hidden()


def test_a_clock_that_is_slow_loses_nothing(page, address, laptop):
    page.clock.install(time="2020-01-01T12:00:00Z")
    typed_in_a_valley(page, address, "From the phone")
    typed(laptop, "From the laptop", "saved")
    page.goto(address)
    asked(page, "From the phone", "From the laptop")
    page.get_by_role("button", name="Keep mine").click()
    state(page, "saved")
    assert Submission.objects.get().draft == "<p>From the phone</p>"


def test_what_a_closed_window_left_is_there_until_she_has_chosen(page, address, laptop, context):
    typed_in_a_valley(page, address, "From the phone")
    page.close()
    typed(laptop, "From the laptop", "saved")
    later = context.new_page()
    later.goto(address)
    asked(later, "From the phone", "From the laptop")
    later.reload()
    asked(later, "From the phone", "From the laptop")
    last = context.new_page()
    later.close()
    last.goto(address)
    asked(last, "From the phone", "From the laptop")
    last.get_by_role("button", name="Take the other one").click()
    state(last, "saved")
    last.reload()
    expect(field(last)).to_have_text("From the laptop")
    expect(theirs(last)).to_be_hidden()


REMEMBERS_WHAT_WENT = """
    const remove = Storage.prototype.removeItem;
    window.gone = [];
    Storage.prototype.removeItem = function (name) {
        const words = JSON.parse(this.getItem(name))?.body?.html;
        remove.call(this, name);
        if (words) gone.push([words, Object.values(this).some((kept) => kept.includes(words))]);
    };
"""


def two_closed(page, context, address):
    """ "One" and "Two", typed without a line in two windows that were closed."""
    second = context.new_page()
    second.goto(address)
    page.goto(address)
    with offline(page):
        for tab, words in ((page, "One"), (second, "Two")):
            typed(tab, words, "waiting")
            sends_nothing_more(tab)
            tab.close()


def test_words_that_the_server_refused_are_on_the_device_at_every_moment(page, address, laptop, context):
    two_closed(page, context, address)
    typed(laptop, "Three", "saved")
    later = context.new_page()
    later.add_init_script(REMEMBERS_WHAT_WENT)
    later.goto(address)
    expect(theirs(later)).to_have_text("One", timeout=20_000)
    later.get_by_role("button", name=BOTH).click()
    expect(theirs(later)).to_have_text("Three", timeout=20_000)
    # Put in again before it is taken out: a browser that is killed between the two loses nothing.
    gone = later.evaluate("gone")
    assert gone
    assert all(is_kept for _words, is_kept in gone), gone


def test_two_closed_windows_are_asked_about_one_after_the_other(page, address, laptop, context):
    two_closed(page, context, address)
    typed(laptop, "Three", "saved")
    later = context.new_page()
    later.goto(address)
    expect(field(later)).to_have_text("Two")
    expect(theirs(later)).to_have_text("One", timeout=20_000)
    later.reload()
    expect(field(later)).to_have_text("Two")
    shown = set()
    for _question in range(2):
        expect(theirs(later)).to_be_visible(timeout=20_000)
        shown.add(theirs(later).inner_text())
        later.get_by_role("button", name=BOTH).click()
    assert shown == {"One", "Three"}
    state(later, "saved")
    draft = Submission.objects.get().draft
    assert sorted(draft.removeprefix("<p>").removesuffix("</p>").split("</p><p>")) == ["One", "Three", "Two"]


def test_what_is_not_taken_says_why(page, address, laptop):
    typed(laptop, "Handed in", "saved")
    page.goto(address)
    made = Submission.objects.get()
    work = made.run_assignment
    work.opens_at = work.due_at - timedelta(days=1)
    work.save()
    typed(page, "More", "refused")
    expect(page.locator("[data-work-refused]")).to_have_text("This assignment is not open yet.")


def test_a_receipt_is_printed_alone(page, address, laptop, made):
    typed(laptop, "Handed in", "saved")
    laptop.locator("button[value=hand-in]").click()
    laptop.locator("#agreed").check()
    laptop.locator("main form button.button").click()
    laptop.wait_for_url("**/receipt/")
    for part in (".breadcrumb", ".messages"):
        expect(laptop.locator(part)).to_be_visible()
    laptop.emulate_media(media="print")
    for part in (".breadcrumb", ".messages"):
        expect(laptop.locator(part)).to_be_hidden()
    expect(laptop.locator(".receipt")).to_be_visible()
