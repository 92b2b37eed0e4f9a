"""The files of lessons: for whom, and how a recording comes."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from courses.lessons import recordings
from enrolment.admissions.api import join_course, leave_course
from tests.factories import people
from tests.factories.courses import lesson_body, make_course

pytestmark = pytest.mark.django_db

BYTES = bytes(range(256)) * 4


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def make_document(name="film.mp4"):
    document = Document(title=name, file=ContentFile(BYTES, name=name))
    document._set_document_file_metadata()
    document.save()
    return document


def put_into(lesson, document):
    """Let a lesson offer the document for download."""
    value = {"file": document.pk, "title": "A file", "note": ""}
    lesson.body = [*lesson_body("files"), {"type": "download", "value": value, "id": "file"}]
    lesson.save_revision().publish()


def with_open_doors(course, act):
    """Who joined while a course was open stays in it when it closes."""
    for is_open in (True, False):
        course.is_open = is_open
        course.save()
        if is_open:
            act()


@pytest.fixture
def reader(client):
    person = people.officer()
    people.sign_in(client, person)
    return person


def ask(client, document, **headers):
    """As a browser does, which would take it compressed."""
    return client.get(document.url, headers={"accept_encoding": "gzip"} | headers)


@pytest.mark.parametrize("name", ["film.mp4", "list.pdf"])
def test_a_visitor_is_asked_to_sign_in(client, name):
    document = make_document(name)
    answer = client.get(document.url)
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url
    assert document.url in answer.url


@pytest.mark.parametrize(
    ("name", "kind"), [("a.mp4", "video/mp4"), ("a.mp3", "audio/mpeg"), ("a.vtt", "text/vtt")]
)
def test_a_recording_plays_in_the_page(client, reader, name, kind):
    answer = ask(client, make_document(name))
    assert answer.status_code == 200
    assert b"".join(answer) == BYTES
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Length"] == str(len(BYTES))
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-1", 0, 1), ("bytes=1000-", 1000, 1023), ("bytes=-24", 1000, 1023)]
)
def test_a_part_of_it(client, reader, monkeypatch, asked, first, last):
    monkeypatch.setattr(recordings, "PIECE", 7)
    answer = ask(client, make_document(), range=asked)
    assert answer.status_code == 206
    assert b"".join(answer) == BYTES[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/1024"
    assert answer["Content-Length"] == str(last - first + 1)


def test_a_part_outside_of_it(client, reader):
    answer = ask(client, make_document(), range="bytes=5000-")
    assert answer.status_code == 416
    assert answer["Content-Range"] == "bytes */1024"


def test_what_the_player_has_is_not_sent_again_nor_mixed_with_another_version(client, reader):
    document = make_document()
    etag = ask(client, document)["ETag"]
    assert ask(client, document, if_none_match=etag).status_code == 304
    assert ask(client, document, range="bytes=0-1", if_range=etag).status_code == 206
    assert ask(client, document, range="bytes=0-1", if_range='"older"').status_code == 200


def test_a_lost_file_is_not_found(client, reader):
    document = make_document()
    document.file.storage.delete(document.file.name)
    assert ask(client, document).status_code == 404


@pytest.mark.parametrize("name", ["film.mp4", "list.pdf"])
def test_a_closed_course_keeps_its_files_to_itself(client, reader, name):
    made, document = make_course(is_open=False), make_document(name)
    put_into(made.lessons["en"][0], document)
    assert ask(client, document).status_code == 404
    with_open_doors(made.course, lambda: join_course(learner=reader, course=made.course))
    assert ask(client, document).status_code == 200
    leave_course(enrolment=reader.enrolments.get(), by=reader)
    assert ask(client, document).status_code == 404


def test_a_file_that_an_open_course_uses_too_is_open(client, reader):
    document = make_document()
    for is_open in (False, True):
        put_into(make_course(is_open=is_open).lessons["en"][0], document)
    assert ask(client, document).status_code == 200


def test_an_author_has_every_file(client):
    people.sign_in(client, people.author())
    document = make_document()
    put_into(make_course(is_open=False).lessons["en"][0], document)
    assert ask(client, document).status_code == 200
