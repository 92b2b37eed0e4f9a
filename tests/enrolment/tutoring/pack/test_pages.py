"""The pages of marking packs, as a tutor walks through them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clikc.jobs.api import Running
from clikc.jobs.models import Job
from enrolment.grading.models import CriterionMark, Marking, PackUpload
from tests.factories import people
from tests.factories.packs import edited, pack_of
from tests.factories.tutoring import add_participant, make_marking, make_tutored_run

pytestmark = pytest.mark.django_db
HOME = "/en/tutoring/pack/"


@pytest.fixture
def made(db, monkeypatch):
    # A job says how far it is outside the transaction of its work; here everything is one.
    monkeypatch.setattr(Running, "_outside", staticmethod(lambda write: write()))
    return make_tutored_run(participants=3, tutors=2, sample_percent=0)


@pytest.fixture
def tutor(made):
    return made.tutors[0]


@pytest.fixture
def markings(made, tutor):
    return [make_marking(made.work[0], item, tutor=tutor) for item in made.enrolments]


@pytest.fixture
def page(client, tutor):
    people.sign_in(client, tutor)
    return client


def code_of(marking) -> str:
    return marking.submission.code


def marked(pack: bytes, markings, *, level: str = "Full (10)", **said) -> bytes:
    def edit(sheet):
        for marking in markings:
            for place in ("1", "2"):
                sheet[code_of(marking), f"level:criterion-{place}"] = level
            for column, text in said.items():
                sheet[code_of(marking), column] = text

    return edited(pack, edit)


def send(page, content: bytes, name: str = "marks.xlsx"):
    return page.post(f"{HOME}send/", {"file": SimpleUploadedFile(name, content)})


def test_a_pack_is_chosen_made_and_saved(page, tutor, markings, django_capture_on_commit_callbacks):
    shown = page.get(HOME).content.decode()
    assert all(code_of(marking) in shown for marking in markings)
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"{HOME}make/", {"which": "ticked", "marking": [markings[0].pk, markings[1].pk]})
    job = Job.objects.get()
    assert (job.state, job.result["works"]) == ("done", 2)
    assert reverse("job_file", args=[job.pk]) in page.get(HOME).content.decode()
    answer = page.get(reverse("job_file", args=[job.pk]))
    pack = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        folders = {name.split("/")[1] for name in archive.namelist() if name.startswith("works/")}
    assert folders == {code_of(markings[0]), code_of(markings[1])}


def test_all_that_the_filters_leave(page, made, tutor, markings, django_capture_on_commit_callbacks):
    Marking.objects.filter(pk=markings[0].pk).update(begun_at=markings[0].made_at)
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"{HOME}make/?state=begun", {"which": "all"})
        page.post(f"{HOME}make/?run={made.run.pk}", {"which": "all"})
        page.post(f"{HOME}make/?run={made.run.pk + 1}", {"which": "all"})
    assert [job.result["works"] for job in Job.objects.order_by("created_at")] == [1, 3]


def test_nothing_ticked_is_said(page, markings):
    answer = page.post(f"{HOME}make/", {"which": "ticked", "marking": ["x", ""]}, follow=True)
    assert "Tick the works you mean first." in answer.content.decode()
    assert not Job.objects.exists()


def test_who_is_asked_twice_makes_one_pack(page, markings):
    for _time in range(2):
        page.post(f"{HOME}make/", {"which": "all"})
    assert Job.objects.count() == 1


def test_a_pack_of_work_that_is_hers_no_more_cannot_be_had(
    page, made, tutor, markings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"{HOME}make/", {"which": "all"})
    job = Job.objects.get()
    assert page.get(reverse("job_file", args=[job.pk])).status_code == 200
    Marking.objects.filter(pk=markings[0].pk).update(tutor=made.tutors[1])
    assert page.get(reverse("job_file", args=[job.pk])).status_code == 404
    assert "not yours to mark any more" in page.get(HOME).content.decode()


def test_an_evening_without_a_line(page, tutor, markings):
    sheet = marked(pack_of(tutor), markings[:2], feedback="Well reasoned.", finished="yes")
    answer = send(page, sheet)
    upload = PackUpload.objects.get()
    assert answer["Location"] == f"{HOME}{upload.pk}/"
    shown = page.get(answer["Location"]).content.decode()
    assert "2 rows are saved when you confirm" in shown
    assert "Well reasoned." in shown
    assert "Full (10)" in shown
    assert not CriterionMark.objects.exists()
    page.post(f"{HOME}{upload.pk}/confirm/", {"digest": upload.plan_digest})
    upload.refresh_from_db()
    assert (upload.state, upload.counts) == ("done", {"taken": 2, "unchanged": 1})
    assert [str(one.points) for one in Marking.objects.filter(finished_at__isnull=False)] == ["20.00"] * 2
    assert "What became of it" in page.get(answer["Location"]).content.decode()


def test_another_digest_saves_nothing(page, tutor, markings):
    send(page, marked(pack_of(tutor), markings))
    upload = PackUpload.objects.get()
    answer = page.post(f"{HOME}{upload.pk}/confirm/", {"digest": "0" * 64}, follow=True)
    assert "no longer what you looked at" in answer.content.decode()
    assert not CriterionMark.objects.exists()


def test_put_aside(page, tutor, markings):
    send(page, marked(pack_of(tutor), markings))
    upload = PackUpload.objects.get()
    page.post(f"{HOME}{upload.pk}/cancel/")
    page.post(f"{HOME}{upload.pk}/confirm/", {"digest": upload.plan_digest})
    upload.refresh_from_db()
    assert upload.state == "cancelled"
    assert not CriterionMark.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"PK\x03\x04 and nothing", "damaged"),
        (b"name,points\nAmina,7\n", "No sheet of marks was found."),
        (b"code,feedback,feedback\nBCDF-GHJK,a,b\n", "Two columns say the same"),
        (b"code,feedback\n", "no row below"),
    ],
)
def test_what_is_no_sheet_of_marks_is_refused_in_words(page, markings, content, words):
    answer = send(page, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_upload_is_its_owners_alone(page, made, tutor, markings):
    send(page, marked(pack_of(tutor), markings))
    upload = PackUpload.objects.get()
    people.sign_in(page, made.tutors[1])
    there = [f"{HOME}{upload.pk}/", f"{HOME}{upload.pk}/corrected.xlsx"]
    assert {page.get(address).status_code for address in there} == {404}
    for deed in ("confirm", "again", "cancel"):
        assert page.post(f"{HOME}{upload.pk}/{deed}/", {"digest": upload.plan_digest}).status_code == 404
    assert not CriterionMark.objects.exists()


def test_what_is_hers_no_more_is_not_read_in_her_plan(page, made, tutor, markings):
    send(page, marked(pack_of(tutor), markings, feedback="A secret of hers"))
    Marking.objects.update(tutor=made.tutors[1], feedback="Theirs")
    shown = page.get(f"{HOME}{PackUpload.objects.get().pk}/").content.decode()
    assert "A secret of hers" not in shown
    assert "This work is not yours to mark any more." in shown


def test_rows_to_be_mended_go_back_and_come_again(page, tutor, markings):
    send(page, marked(pack_of(tutor), markings[:1], level="Splendid"))
    upload = PackUpload.objects.get()
    answer = page.get(f"{HOME}{upload.pk}/corrected.xlsx")
    content = b"".join(answer.streaming_content)
    send(page, content, "to-mend.xlsx")
    again = PackUpload.objects.exclude(pk=upload.pk).get()
    assert again.counts == {"refused": 1}
    table = b"".join(page.get(f"{HOME}{upload.pk}/corrected.csv").streaming_content).decode()
    assert "Criterion 1: This is none of the levels." in table
    assert page.get(f"{HOME}{upload.pk}/corrected.pdf").status_code == 404


@pytest.mark.parametrize("rows", [1, 50])
def test_as_many_queries_for_one_row_as_for_fifty(page, tutor, made, rows, django_assert_max_num_queries):
    enrolments = [made.enrolments[0], *(add_participant(made) for _row in range(rows - 1))]
    markings = [make_marking(made.work[0], item, tutor=tutor) for item in enrolments]
    content = marked(pack_of(tutor), markings, feedback="Fine")
    with django_assert_max_num_queries(45):
        answer = send(page, content)
    with django_assert_max_num_queries(25):
        page.get(answer["Location"])
    with django_assert_max_num_queries(30):
        page.get(HOME)


def test_the_whole_pack_comes_back(page, tutor, markings):
    pack = pack_of(tutor)
    stream = io.BytesIO(pack)
    with zipfile.ZipFile(io.BytesIO(pack)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            is_sheet = name == "marks.xlsx"
            content = marked(pack, markings[:1]) if is_sheet else before.read(name)
            after.writestr(f"My pack/{name}", content)
        after.writestr("__MACOSX/My pack/._marks.xlsx", b"\x00\x05\x16\x07")
    send(page, stream.getvalue(), "pack.zip")
    upload = PackUpload.objects.get()
    assert (upload.state, upload.counts) == ("planned", {"taken": 1, "unchanged": 5})
