"""What others depend on is not deleted in the back office, and whoever tried is told."""

import pytest
from django.urls import reverse
from wagtail.images import get_image_model

from courses.catalogue.models import Subject
from courses.quizzes.models import Question
from tests.factories import people
from tests.factories.catalogue import make_image
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return people.sign_in(client, people.make_person(is_superuser=True, is_staff=True))


@pytest.fixture
def image():
    """A picture that a question has, written past the index of references."""
    found = make_image()
    Question.objects.filter(pk=make_course().questions[0].pk).update(picture=found)
    return found


def test_a_picture_in_use_stays(client, boss, image):
    address = reverse("wagtailimages:delete", args=[image.pk])
    page = client.post(address, follow=True)
    assert page.status_code == 200
    assert "Others depend on this, so it stays." in page.content.decode()
    assert get_image_model().objects.filter(pk=image.pk).exists()


def test_pictures_in_use_stay_when_many_are_deleted(client, boss, image):
    address = reverse("wagtail_bulk_action", args=["wagtailimages", "image", "delete"])
    page = client.post(f"{address}?id={image.pk}", follow=True)
    assert page.status_code == 200
    assert "Others depend on this, so it stays." in page.content.decode()
    assert get_image_model().objects.filter(pk=image.pk).exists()


def test_a_subject_in_use_stays(client, boss):
    made = make_course()
    subject = Subject.objects.create(code="origin", name_en="Origin")
    made.quiz.slots.update(subject=subject)
    client.post(reverse("subject:delete", args=[subject.pk]), follow=True)
    assert Subject.objects.filter(pk=subject.pk).exists()


def test_what_nobody_depends_on_goes(client, boss):
    image = make_image()
    client.post(reverse("wagtailimages:delete", args=[image.pk]))
    assert not get_image_model().objects.filter(pk=image.pk).exists()
