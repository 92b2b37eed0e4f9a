"""Two managers close a session in a browser, from the regulation to the report: in English on a desk, in
Arabic on a phone."""

import pytest

from enrolment.certificates.models import Certificate
from tests.factories import people
from tests.factories.closing import make_marked_session
from tests.support.browser import DESKTOP, PHONE, sign_in
from tests.support.walking import Walker

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("language", "size"), [("en", DESKTOP), ("ar", PHONE)])
def test_two_managers_close_a_session_and_read_its_report(live, page, client, settings, language, size):
    settings.SECOND_FACTOR_REQUIRED = False
    session = make_marked_session([90, 70, 40])
    one, other = (people.manager(preferred_language=language) for _each in range(2))
    page.set_viewport_size(size)
    walker = Walker(page, live, language)

    def done(person, *steps: str) -> None:
        sign_in(page, live, client, person)
        walker.go("closing", pk=session.pk)
        for step in steps:
            walker.press(f"button[name=step][value={step}]")

    done(one, "freeze", "propose")
    # Nobody confirms what she has proposed herself.
    assert walker.at("button[value=confirm]").count() == 0
    done(other, "confirm", "award")
    assert sorted(Certificate.objects.values_list("award", flat=True)) == ["honours", "pass"]
    done(one, "close")
    session.refresh_from_db()
    assert session.closed_at is not None
    walker.go("session_report", f"?session={session.number}", code=session.programme.code)
    assert session.name in walker.text
    assert walker.at("svg").count() > 0
    assert walker.faults == []
