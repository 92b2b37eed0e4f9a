"""The catalogue's records in the back office, each language by its own name."""

import pytest
from django.urls import reverse
from django.utils import translation

from courses.catalogue.models import Course, Subject
from tests.factories.catalogue import make_editions
from tests.factories.courses import make_subject
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    user = make_person(is_superuser=True, is_staff=True)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_subject_is_named_in_each_language_whatever_the_editors_own(office):
    names = {"en": "Origin", "fr": "Origine", "ar": "المنشأ", "am": "", "es": "", "pt": "", "ru": ""}
    fields = {f"name_{language}": name for language, name in names.items()}
    with translation.override("ar"):
        response = office.post(reverse("subject:add"), {"code": "origin"} | fields)
    assert response.status_code == 302
    subject = Subject.objects.get(code="origin")
    assert (subject.name_en, subject.name_fr, subject.name_ar) == ("Origin", "Origine", "المنشأ")


def test_a_subject_needs_its_english_name(office):
    response = office.post(reverse("subject:add"), {"code": "nameless", "name_fr": "Sans nom"})
    assert response.status_code == 200
    assert not Subject.objects.filter(code="nameless").exists()


def test_subjects_are_searched_in_every_language(office):
    subject = make_subject("origin", "Origin")
    subject.name_ar = "المنشأ"
    subject.save()
    make_subject("other", "Other")
    page = office.get(reverse("subject:index"), {"q": "المنشأ"}).content.decode()
    assert "origin" in page
    assert "other" not in page.split("<table")[-1]


def test_the_facts_of_a_course_are_changed(office):
    course = make_editions("tfa")
    response = office.post(
        reverse("course_record:edit", args=[course.pk]),
        {
            "code": "tfa",
            "source_language": "en",
            "subject": course.subject_id,
            "level": "advanced",
            "pass_mark": "85",
            "is_open": "on",
            "cover": "",
            "share_picture": "",
        },
    )
    assert response.status_code == 302
    changed = Course.objects.get()
    assert (changed.level, changed.pass_mark, changed.is_open) == ("advanced", 85, True)


@pytest.mark.parametrize("pass_mark", ["0", "101", "-1", "1e9"])
def test_a_pass_mark_is_a_per_cent(office, pass_mark):
    course = make_editions("tfa")
    data = {"code": "tfa", "source_language": "en", "subject": course.subject_id, "level": "advanced"}
    office.post(reverse("course_record:edit", args=[course.pk]), data | {"pass_mark": pass_mark})
    assert Course.objects.get().pass_mark == course.pass_mark


def test_the_menu_has_the_catalogue(office):
    page = office.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("course_record:index") in page
    assert reverse("subject:index") in page


def test_officers_do_not_come_in(client):
    client.force_login(make_person(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("course_record:index")).status_code in (302, 403)
