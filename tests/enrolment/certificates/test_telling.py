"""Telling the learner: in the learner's language, once, without a name in the subject."""

import pytest

from clikc.post.api import deliver_due, letter_of
from enrolment.certificates import api
from tests.factories import people
from tests.factories.certificates import make_certificate, make_completion

pytestmark = pytest.mark.django_db


def tell(certificate):
    api.tell_learner(certificate=certificate)
    deliver_due()
    return letter_of(f"certificate-awarded:{certificate.pk}").outcome


def test_the_learner_is_told_in_both_forms(mailoutbox):
    certificate = make_certificate(people.officer(printed_name="Amina Okoye", preferred_language="ar"))
    assert tell(certificate) == "sent"
    (message,) = mailoutbox
    ((html, kind),) = message.alternatives
    assert message.to == [certificate.learner.email]
    assert "Amina" not in message.subject
    assert "Risk" not in message.subject
    assert kind == "text/html"
    assert '<html lang="ar" dir="rtl">' in html
    for body in (message.body, html):
        assert "http://localhost:8000/ar/my/certificates/" in body
        assert f"http://localhost:8000/verify/{certificate.code}" in body
        assert "Risk Management in Customs" in body


def test_the_learner_is_told_once(mailoutbox):
    certificate = make_certificate()
    tell(certificate)
    tell(certificate)
    assert len(mailoutbox) == 1
    assert [change.kind for change in certificate.changes.all()] == ["issued", "told"]


def test_nobody_is_told_of_what_does_not_stand(mailoutbox):
    withdrawn = make_certificate()
    api.revoke_certificate(certificate=withdrawn, reason="Why", by=people.manager())
    closed = make_certificate(people.officer(is_active=False), withdrawn.completion.enrolment.course)
    assert {tell(withdrawn), tell(closed)} == {"dropped"}
    assert [letter.subject for letter in mailoutbox] == ["Your certificate is withdrawn"]
    assert "told" not in withdrawn.changes.values_list("kind", flat=True)


def test_the_award_itself_has_the_learner_told(mailoutbox, django_capture_on_commit_callbacks):
    completion = make_completion()
    with django_capture_on_commit_callbacks(execute=True):
        certificate = api.award_certificate(completion=completion)
        assert letter_of(f"certificate-awarded:{certificate.pk}").outcome == "waiting"
    assert len(mailoutbox) == 1
