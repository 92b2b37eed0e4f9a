"""Awarding and withdrawing: once, frozen, announced."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from enrolment.certificates import api
from enrolment.certificates.models import Certificate, CertificateChange
from enrolment.certificates.signals import certificate_awarded, certificate_revoked
from tests.factories import people
from tests.factories.certificates import make_certificate, make_completion, make_titled_course, rename_course


@pytest.fixture
def heard():
    """What certificates announced, as (what, certificate)."""
    news = []

    def awarded(*, certificate, **_kwargs):
        news.append(("awarded", certificate.pk))

    def revoked(*, certificate, **_kwargs):
        news.append(("revoked", certificate.pk))

    certificate_awarded.connect(awarded)
    certificate_revoked.connect(revoked)
    yield news
    certificate_awarded.disconnect(awarded)
    certificate_revoked.disconnect(revoked)


@pytest.mark.django_db
def test_awarded_once_and_announced_once(heard):
    completion = make_completion()
    certificate = api.award_certificate(completion=completion)
    assert api.award_certificate(completion=completion) == certificate
    assert heard == [("awarded", certificate.pk)]
    assert [change.kind for change in certificate.changes.all()] == ["issued"]
    assert certificate.is_valid


@pytest.mark.django_db
def test_the_database_itself_allows_no_second():
    certificate = make_certificate()
    twin = Certificate.objects.get(pk=certificate.pk)
    twin.pk, twin.code = None, "X" * 20
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_the_same_certificate(heard):
    completion = make_completion()
    start = threading.Barrier(20)
    awarded, failed = [], []

    def award():
        try:
            start.wait()
            awarded.append(api.award_certificate(completion=completion).pk)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=award) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(awarded) == 20
    assert len(set(awarded)) == 1
    assert Certificate.objects.count() == 1
    assert [what for what, _pk in heard] == ["awarded"]


@pytest.mark.django_db
def test_what_is_frozen_stays(translated):
    course = make_titled_course(titles={"en": "Risk Management", "fr": "Gestion des risques"})
    learner = people.officer(printed_name="Amina Okoye")
    certificate = make_certificate(learner, course)
    before = Certificate.objects.get(pk=certificate.pk)

    rename_course(course, "Another title")
    course.minutes = 5
    course.save()
    learner.printed_name = "Somebody Else"
    learner.save()
    api.award_certificate(completion=certificate.completion)

    after = Certificate.objects.get(pk=certificate.pk)
    assert after.printed_name == before.printed_name == "Amina Okoye"
    assert after.wording == before.wording
    assert after.minutes == 360
    assert after.words("en")["title"] == "Risk Management"
    assert after.words("fr") == before.wording["fr"]
    assert after.words("fr")["title"] == "Gestion des risques"
    assert after.words("fr")["heading"] == "Certificat de réussite"
    assert (after.words("ar")["title"], after.words("ar")["title_language"]) == ("Risk Management", "en")


@pytest.mark.django_db
def test_words_of_a_language_added_later_are_the_source_s():
    assert make_certificate().words("ru")["language"] == "en"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "printed"),
    [
        ({"printed_name": "أمينة الحربي"}, "أمينة الحربي"),
        ({"printed_name": "", "first_name": "Amina", "last_name": "Okoye"}, "Amina Okoye"),
        ({"printed_name": "\u202eevil\u202c  name"}, "evil name"),
        ({"printed_name": ""}, api.NAMELESS),
    ],
)
def test_the_printed_name(facts, printed):
    assert make_certificate(people.officer(**facts)).printed_name == printed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", 21), ("Pacific/Tongatapu", 22), ("America/Lima", 21), ("Not/AZone", 21)]
)
def test_the_day_is_the_learner_s(zone, day):
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    learner = people.officer(time_zone=zone)
    assert make_certificate(learner, at=late).issued_on == date(2026, 11, day)


@pytest.mark.django_db
def test_a_course_without_a_page_has_its_code():
    course = make_titled_course(titles={})
    assert make_certificate(course=course).words("en")["title"] == course.code


@pytest.mark.django_db
def test_withdrawn_once_with_who_and_why(heard):
    certificate = make_certificate()
    manager = people.manager()
    heard.clear()
    revoked = api.revoke_certificate(certificate=certificate, reason=" The test was not theirs. ", by=manager)
    assert not revoked.is_valid
    again = api.revoke_certificate(certificate=certificate, reason="Other", by=people.manager())
    assert again.revoked_at == revoked.revoked_at
    change = certificate.changes.get(kind=CertificateChange.Kind.REVOKED)
    assert (change.by, change.reason) == (manager, "The test was not theirs.")
    assert heard == [("revoked", certificate.pk)]


@pytest.mark.django_db
def test_not_withdrawn_without_a_reason():
    certificate = make_certificate()
    with pytest.raises(ValueError, match="reason"):
        api.revoke_certificate(certificate=certificate, reason="  ", by=people.manager())
    assert Certificate.objects.valid().get() == certificate


@pytest.mark.django_db
def test_found_by_code_as_typed_valid_or_not():
    certificate = make_certificate()
    assert api.certificate_by_code(certificate.grouped_code.lower()) == certificate
    api.revoke_certificate(certificate=certificate, reason="Why", by=people.manager())
    assert api.certificate_by_code(certificate.code) == certificate
    assert api.certificate_by_code("0" * 20) is None
    assert api.certificate_by_code("nonsense") is None


@pytest.mark.django_db
def test_a_certificate_bears_the_name_of_whoever_has_one():
    certificate = make_certificate()
    assert api.bears_name_of(certificate.learner)
    assert not api.bears_name_of(people.officer())
