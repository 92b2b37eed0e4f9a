"""The pages of one's own work, with JavaScript off: written, handed in, kept from everybody else."""

import gzip
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enrolment.assessment import api
from enrolment.assessment.models import HandIn, Submission, SubmittedFile
from tests.clikc.foundation.documents.files import docx, paragraph, pdf_of, picture
from tests.factories.people import manager, officer, sign_in, sign_in_with_second_factor, tutor
from tests.factories.tutoring import make_hand_in, make_tutored_run

from .conftest import Participant

pytestmark = pytest.mark.django_db
LOADED_BY_SCRIPTS = {
    "js/outbox.js",
    "js/rich-text.js",
    "js/uploading.js",
    "js/wordcount.js",
    "vendor/squire/squire.js",
}


def form_of(page: str) -> dict:
    """What a browser would send of the form of the draft as it came."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    text = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
    return fields | {"text": text[1] if text else ""}


def upload(data: bytes, name: str):
    return SimpleUploadedFile(name, data)


class TestTheWholeWayWithoutJavaScript:
    def test_written_read_again_handed_in_and_received(self, her):
        sent = form_of(her.page()) | {"text": "First paragraph.\r\n\r\nSecond one", "next": "hand-in"}
        reply = her.post(data=sent)
        assert reply.url == her.address("hand-in/")
        assert Submission.objects.get().draft == "<p>First paragraph.</p><p>Second one</p>"

        page = her.page("hand-in/")
        assert "<p>First paragraph.</p>" in page
        assert api.statement_in("en", is_group=False) in page
        seen = re.search(r'name="seen" value="(\w+)"', page)[1]
        assert her.post("hand-in/", {"seen": seen}).status_code == 422
        assert not HandIn.objects.exists()
        reply = her.post("hand-in/", {"seen": seen, "agreed": "yes"})
        assert reply.url == her.address("receipt/")

        receipt = her.page("receipt/")
        assert Submission.objects.get().code in receipt
        assert "First paragraph." in receipt
        assert "See or replace" not in receipt

    def test_what_changed_while_it_was_looked_at_is_not_handed_in(self, her):
        her.save()
        seen = re.search(r'name="seen" value="(\w+)"', her.page("hand-in/"))[1]
        her.save("<p>Something else</p>", 2)
        reply = her.post("hand-in/", {"seen": seen, "agreed": "yes"})
        assert reply.status_code == 403
        assert "The draft has changed since you looked at it" in reply.content.decode()

    def test_a_draft_with_looks_keeps_them_where_nobody_touched_it(self, her):
        her.save("<h3>Why</h3><ul><li>one</li><li>two</li></ul>")
        page = her.page()
        assert "Without JavaScript this field shows plain text" in page
        her.post(data=form_of(page))
        assert Submission.objects.get().draft == "<h3>Why</h3><ul><li>one</li><li>two</li></ul>"
        her.post(data=form_of(page) | {"text": "Why not"})
        assert Submission.objects.get().draft == "<p>Why not</p>"

    def test_files_are_sent_and_taken_out_with_the_form(self, her):
        sent = form_of(her.page()) | {"text": "Words", "files": upload(pdf_of("= Essay"), "Essay.pdf")}
        her.post(data=sent)
        kept = SubmittedFile.objects.get()
        assert (kept.name, kept.kind, Submission.objects.get().draft) == ("Essay.pdf", "pdf", "<p>Words</p>")
        her.post(data=form_of(her.page()) | {"remove": str(kept.pk)})
        assert not SubmittedFile.objects.current().exists()

    def test_who_writes_in_two_windows_sees_both_texts(self, her):
        first, second = her.page(), her.page()
        her.post(data=form_of(first) | {"text": "From the first"})
        reply = her.post(data=form_of(second) | {"text": "From the second"})
        page = reply.content.decode()
        assert reply.status_code == 409
        assert "From the second</textarea>" in page
        assert "<p>From the first</p>" in page
        # What is saved next, knowing both, is what counts.
        her.post(data=form_of(page))
        assert Submission.objects.get().draft == "<p>From the second</p>"

    def test_a_window_in_which_nothing_was_typed_takes_nothing_back(self, her):
        old = her.page()
        her.save("<p>Newer</p>")
        assert her.post(data=form_of(old)).status_code == 302
        assert Submission.objects.get().draft == "<p>Newer</p>"


class TestSavedAsItIsTyped:
    def send(self, her, **body):
        body = {"html": "<p>a</p>", "sequence": 1, "base": 0, "after": []} | body
        return her.post("draft/", json.dumps(body), content_type="application/json")

    def test_it_says_what_the_server_has(self, her):
        reply = self.send(her).json()
        assert (reply["version"], reply["sequence"]) == (1, 1)
        assert re.fullmatch(r"\d\d:\d\d", reply["saved_time"])

    def test_another_window_gets_the_other_text(self, her):
        self.send(her)
        reply = self.send(her, html="<p>b</p>", sequence=2)
        assert (reply.status_code, reply.json()["reason"]) == (409, "changed")
        assert (reply.json()["theirs"], reply.json()["version"], reply.json()["by"]) == ("<p>a</p>", 1, "")

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "[]",
            "{",
            "null",
            '{"html": 1, "sequence": 1}',
            '{"html": "", "sequence": true}',
            '{"html": "", "sequence": 1, "after": "x"}',
            '{"html": "", "sequence": 1, "after": [[]]}',
            '{"html": "", "sequence": 1, "base": "1"}',
            "[" * 50_000,
            '{"html": "", "sequence": 1' + "0" * 5000 + "}",
        ],
    )
    def test_rubbish_is_refused(self, her, body):
        reply = her.post("draft/", body, content_type="application/json")
        assert reply.status_code == 400
        assert not Submission.objects.exists()

    def test_what_no_database_keeps_is_left_out(self, her):
        assert self.send(her, html="<p>a\x00b\ud800c\u202ed</p>").status_code == 200
        assert Submission.objects.get().draft == "<p>abcd</p>"

    def test_who_is_signed_out_or_not_in_the_run(self, her):
        her.client.logout()
        assert self.send(her).status_code == 401
        sign_in(her.client, officer())
        assert self.send(her).status_code == 404


class TestHostileFiles:
    @pytest.mark.parametrize(
        ("data", "name", "words"),
        [
            (b"", "empty.pdf", "The file is empty."),
            (b"MZ\x90\x00" + b"x" * 100, "essay.pdf", "This kind of file is not taken"),
            (b"<html><script>alert(1)</script>", "essay.html", "This kind of file is not taken"),
            (b"GIF89a%PDF-1.7 <script>", "two.pdf", "The file"),
            (b"PK\x03\x04" + b"\0" * 64, "essay.docx", "cannot be opened"),
            (
                docx(paragraph("x"), parts={"word/vbaProject.bin": b"x"}),
                "essay.docx",
                "The document has macros",
            ),
        ],
    )
    def test_they_are_refused_in_words(self, her, data, name, words):
        reply = her.post("files/", {"files": upload(data, name)})
        assert reply.status_code == 422
        assert words in " ".join(reply.json()["words"])
        assert not SubmittedFile.objects.exists()

    def test_a_picture_of_thirty_thousand_pixels(self, her):
        reply = her.post("files/", {"files": upload(picture("PNG", (30_000, 8)), "wide.png")})
        assert "The picture is too large" in reply.json()["words"][0]

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("essay\u202efdp.exe", "essayfdp.pdf"),
            ("<script>alert(1)</script>.pdf", "script.pdf"),
            ("x" * 10_000 + ".pdf", "x" * 96 + ".pdf"),
            ("الواجب.pdf", "الواجب.pdf"),
        ],
    )
    def test_names_are_made_harmless(self, her, name, kept):
        api.add_file(run_assignment_id=her.work.pk, person=her.person, data=pdf_of("= Essay"), name=name)
        assert SubmittedFile.objects.get().name == kept
        assert her.get().status_code == 200

    def test_more_files_than_are_taken(self, her):
        assignment = her.work.assignment
        assignment.most_files = 1
        assignment.save()
        assert her.post("files/", {"files": upload(picture("PNG"), "a.png")}).status_code == 200
        reply = her.post("files/", {"files": upload(picture("PNG", (61, 40)), "b.png")})
        assert "1 file is all this assignment takes" in reply.json()["words"][0]
        assert SubmittedFile.objects.count() == 1

    def test_one_that_is_too_large_is_not_even_read(self, her, monkeypatch):
        def never(**_facts):
            raise AssertionError("it was opened")

        monkeypatch.setattr(api, "add_file", never)
        assignment = her.work.assignment
        assignment.most_megabytes = 1
        assignment.save()
        reply = her.post("files/", {"files": upload(b"x" * 1_048_577, "large.pdf")})
        assert "at most 1 MB" in reply.json()["words"][0]

    def test_the_same_file_twice_is_there_once(self, her):
        for name in ("a.png", "again.png"):
            her.post("files/", {"files": upload(picture("PNG"), name)})
        assert SubmittedFile.objects.get().name == "a.png"


class TestWhoMayHaveAFile:
    @pytest.fixture
    def kept(self, her):
        return api.add_file(
            run_assignment_id=her.work.pk,
            person=her.person,
            data=pdf_of("= Mine", author="Amina"),
            name="m.pdf",
        )

    def test_it_is_never_run_and_kept_nowhere_else(self, her, kept):
        reply = her.client.get(f"/en/work/files/{kept.pk}/")
        assert reply["Content-Disposition"] == 'attachment; filename="m.pdf"'
        assert reply["X-Content-Type-Options"] == "nosniff"
        assert reply["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in reply["Cache-Control"]
        assert b"".join(reply.streaming_content).startswith(b"%PDF")

    def test_nobody_else_learns_that_it_is_there(self, her, kept, made):
        for person in (made.enrolments[1].learner, officer(), tutor(administration="UG"), made.tutors[0]):
            stranger = Client()
            sign_in(stranger, person)
            assert stranger.get(f"/en/work/files/{kept.pk}/").status_code == 404

    def test_who_marks_it_or_looks_after_it_has_it_at_her_own_desk(self, her, kept, made, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        her.hand_in()
        for person in (made.tutors[0], manager()):
            staff = Client()
            sign_in(staff, person)
            assert staff.get(f"/en/work/files/{kept.pk}/").status_code == 404
            assert staff.get(f"/en/tutoring/files/{kept.pk}/").url == reverse("mfa_activate_totp")
            sign_in_with_second_factor(staff, person)
            assert staff.get(f"/en/work/files/{kept.pk}/").status_code == 404
            reply = staff.get(f"/en/tutoring/files/{kept.pk}/")
            assert reply["Content-Disposition"].startswith("attachment")
            assert "no-store" in reply["Cache-Control"]

    def test_taken_out_before_it_was_handed_in_it_is_gone(self, her, kept):
        api.remove_file(file_id=kept.pk, person=her.person)
        assert her.client.get(f"/en/work/files/{kept.pk}/").status_code == 404


class TestOthers:
    @pytest.mark.parametrize("end", ["", "hand-in/", "receipt/", "feedback/"])
    def test_the_work_of_others_is_as_unknown_as_none(self, her, end):
        elsewhere = make_tutored_run(participants=1)
        make_hand_in(elsewhere.work[0], elsewhere.enrolments[0])
        for pk in (elsewhere.work[0].pk, 10**9, 10**30):
            assert her.client.get(f"/en/work/{pk}/{end}").status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, her):
        for end in ("", "hand-in/", "receipt/", "feedback/"):
            assert Client().get(her.address(end)).status_code == 302
        assert Client().get("/en/work/").status_code == 302

    def test_two_participants_of_one_run_see_their_own(self, her, made):
        her.save("<p>Mine alone</p>")
        other = Participant(Client(), made, 1)
        assert "Mine alone" not in other.page()
        other.save("<p>The other one</p>")
        assert Submission.objects.count() == 2
        assert "The other one" not in her.page()


class TestWhatIsDue:
    def test_nothing_says_so(self, client):
        sign_in(client, officer(preferred_language="en"))
        assert "Nothing to hand in" in client.get("/en/work/").content.decode()

    def test_by_what_is_to_be_done(self, client):
        made = make_tutored_run(participants=1, assignments=4)
        overdue, handed_in, missed = made.work[1:]
        overdue.due_at = timezone.now() - timedelta(days=1)
        missed.due_at = timezone.now() - timedelta(days=60)
        overdue.save(), missed.save()
        make_hand_in(handed_in, made.enrolments[0])
        her = Participant(client, made)
        page = client.get("/en/work/").content.decode()
        places = [page.index(f'id="work-{name}"') for name in ("overdue", "due", "handed-in", "missed")]
        assert places == sorted(places)
        desk = client.get("/en/my/").content.decode()
        assert "Work due" in desk
        assert her.address() in desk

    @pytest.mark.parametrize("works", [1, 12])
    def test_the_list_costs_the_same(self, client, works, django_assert_max_num_queries):
        made = make_tutored_run(participants=1, assignments=works)
        for work in made.work[: works // 2]:
            make_hand_in(work, made.enrolments[0])
        Participant(client, made)
        client.get("/en/work/")
        with django_assert_max_num_queries(15):
            client.get("/en/work/")
        with django_assert_max_num_queries(20):
            client.get("/en/my/")

    def test_a_page_of_a_work_keeps_its_budget(self, her, django_assert_max_num_queries):
        her.save()
        her.hand_in()
        for end in ("", "hand-in/", "receipt/"):
            her.get(end)
            with django_assert_max_num_queries(20):
                her.get(end)


def test_the_first_visit_is_light(her):
    """Page, styles and scripts, compressed as they are sent."""
    page = her.page()
    files = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page)) | LOADED_BY_SCRIPTS
    folder = Path(settings.BASE_DIR) / "static"
    parts = [page.encode(), *((folder / name).read_bytes() for name in files)]
    assert sum(len(gzip.compress(part)) for part in parts) < 100_000
