"""Files are checked, kept apart from everything that has an address, and forgotten when they should be."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from enrolment.assessment import api
from enrolment.assessment.api import WorkRefused
from enrolment.assessment.models import SubmittedFile
from tests.clikc.foundation.documents.files import pdf_of
from tests.factories.people import officer

from .conftest import make_group, picture, team_up

pytestmark = pytest.mark.django_db


def add(ours, data=None, name="a.png", who="amina"):
    return api.add_file(**ours.of(getattr(ours, who)), data=data or picture(), name=name)


def test_what_is_kept_and_the_copy_without_names(ours):
    kept = add(ours, pdf_of("= Essay\n\nSome words.", author="Amina"), "My essay.pdf")
    assert (kept.name, kept.kind, kept.pages) == ("My essay.pdf", "pdf", 1)
    assert "Some words." in kept.plain
    with kept.file.open() as file, kept.blind.open() as blind:
        assert b"Amina" in file.read()
        assert b"Amina" not in blind.read()
    assert "essay" not in kept.file.name.lower()


def test_its_place_has_no_address(ours, client):
    kept = add(ours)
    assert client.get(f"/media/{kept.file.name}").status_code == 404


def test_what_was_refused_leaves_nothing_behind(ours, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(WorkRefused, match="unknown_kind"):
        add(ours, b"MZ\x90")
    assert not list(tmp_path.rglob("*"))


def test_a_file_whose_record_cannot_be_written_is_not_left(ours, tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path

    def fails(*_args, **_kwargs):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(SubmittedFile, "save", fails)
    with pytest.raises(RuntimeError):
        add(ours)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_taken_out_and_sent_again_it_is_there_again(ours):
    first = add(ours)
    assert api.remove_file(file_id=first.pk, person=ours.amina)
    assert api.remove_file(file_id=first.pk, person=ours.amina)
    assert add(ours).pk != first.pk


def test_another_persons_file_is_not_taken_out(ours):
    kept = add(ours)
    for person in (ours.omar, officer()):
        assert not api.remove_file(file_id=kept.pk, person=person)
    assert SubmittedFile.objects.current().exists()


def test_any_member_of_the_team_takes_it_out(ours):
    make_group(ours.made)
    team_up(ours.made, *ours.made.enrolments[:2])
    assert api.remove_file(file_id=add(ours).pk, person=ours.omar)


def test_what_was_taken_out_is_forgotten_later_unless_it_was_handed_in(
    ours, django_capture_on_commit_callbacks
):
    handed_in, draft = add(ours), None
    api.hand_in(**ours.of(ours.amina), language="en")
    draft = add(ours, picture("red"))
    for kept in (handed_in, draft):
        api.remove_file(file_id=kept.pk, person=ours.amina)
    assert api.prune_files() == 0
    SubmittedFile.objects.update(removed_at=timezone.now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        assert api.prune_files() == 1
    assert SubmittedFile.objects.get() == handed_in
    assert not default_storage.exists(draft.file.name)
    assert not default_storage.exists(draft.blind.name)
    assert default_storage.exists(handed_in.file.name)
