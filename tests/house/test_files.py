"""Files: pictures of pages are public, downloads are for who has signed in, nothing else is served."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from clikc.home.models import PlainPage
from clikc.people.roles import ANONYMOUS, OFFICER


@pytest.fixture
def document(walked, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Document.objects.create(title="Checklist", file=ContentFile(b"a checklist", name="checklist.txt"))


def test_a_download_is_never_run_in_the_page(walked, document):
    answer = walked.client(OFFICER).get(document.url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_download_is_for_who_has_signed_in(walked, document):
    answer = walked.client(ANONYMOUS).get(document.url, follow=True)
    assert "/accounts/login/" in answer.redirect_chain[-1][0]


def test_a_private_collection_is_private(walked, document):
    CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type=CollectionViewRestriction.LOGIN
    )
    answer = walked.client(ANONYMOUS).get(document.url, follow=True)
    assert "/accounts/login/" in answer.redirect_chain[-1][0]
    assert answer.status_code == 200
    assert walked.client(OFFICER).get(document.url).status_code == 200


def test_a_page_an_author_made_private_asks_to_sign_in_or_for_its_password(walked):
    page = PlainPage.objects.get(slug="about", locale__language_code="en")
    private = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert "/accounts/login/" in walked.client(ANONYMOUS).get("/en/about/", follow=True).redirect_chain[-1][0]
    private.restriction_type, private.password = PageViewRestriction.PASSWORD, "harbour"
    private.save()

    visitor = walked.client(ANONYMOUS)
    assert page.body not in visitor.get("/en/about/").content.decode()
    door = f"/private/{private.pk}/{page.pk}/"
    answer = visitor.post(door, {"password": "harbour", "return_url": "/en/about/"}, follow=True)
    assert answer.status_code == 200
    assert page.title in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/media/documents/checklist.txt",
        "/media/../manage.py",
        "/media/images/../documents/checklist.txt",
        "/media/images/..%2fdocuments%2fchecklist.txt",
        "/media/images//etc/passwd",
        "/media/images/",
    ],
)
def test_no_other_file_is_served(path, walked, document):
    assert walked.client(OFFICER).get(path).status_code in (400, 403, 404)
