"""Importing and exporting in a real browser, in English and in Arabic."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from clikc.people.roles import Role
from courses.quizzes.exchange import spreadsheet
from courses.quizzes.exchange.spreadsheet.examples import EXAMPLES
from courses.quizzes.models import Question
from tests.factories import people
from tests.factories.courses import make_course
from tests.support.browser import PHONE, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

CONFIRM = "form:has([name=digest])"


@pytest.fixture(params=["en", "ar"])
def language(request):
    return request.param


@pytest.fixture
def bank(page, live, client, settings, language):
    settings.SECOND_FACTOR_REQUIRED = False
    author = people.make_person(role=Role.AUTHOR)
    profile = UserProfile.get_for_user(author)
    profile.preferred_language = language
    profile.save()
    sign_in(page, live, client, author)
    return make_course(questions=2, languages=("en", "fr")).questions[0].bank


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_file_is_looked_at_imported_and_exported(page, live, bank, language, tmp_path):
    path = tmp_path / "questions.xlsx"
    path.write_bytes(spreadsheet.write(EXAMPLES, language=language).content)
    page.goto(live + reverse("questions_import"))
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    page.locator("[name=file]").set_input_files(path)
    page.locator("[name=bank]").select_option(str(bank.pk))
    page.locator("form[enctype] [type=submit]").click()
    page.wait_for_url("**/questions/import/*-*/")
    assert page.locator("table.listing tbody tr").count() == len(EXAMPLES)
    page.set_viewport_size(PHONE)
    assert fits(page)
    page.locator(f"{CONFIRM} [type=submit]:not([form])").click()
    page.wait_for_url("**/question/?*")
    assert Question.objects.filter(bank=bank).count() == 2 + len(EXAMPLES)

    page.goto(live + reverse("questions_export"))
    page.locator("[name=format]").select_option("gift")
    # A question without words in a language is not written in it.
    page.locator("[name=language]").select_option("en")
    with page.expect_navigation():
        page.locator("[name=download] + [type=submit]").click()
    page.locator("table.listing tbody tr").first.wait_for()
    assert fits(page)
    with page.expect_download() as download:
        page.locator("[name=download]").click()
    assert download.value.suggested_filename == "questions.gift"


def test_nothing_is_imported(page, live, bank, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("code,text,right,wrong\na,Which?,This,That\n", encoding="utf-8")
    page.goto(live + reverse("questions_import"))
    page.locator("[name=file]").set_input_files(path)
    page.locator("[name=bank]").select_option(str(bank.pk))
    page.locator("form[enctype] [type=submit]").click()
    page.locator("[form=discard]").click()
    page.wait_for_url("**/questions/import/")
    assert Question.objects.filter(bank=bank).count() == 2
