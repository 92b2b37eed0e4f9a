"""What a file says is what the page shows: cell by cell, in two languages."""

import csv
import io
import re
import zipfile
from html import unescape

import openpyxl
import pytest

from clikc.jobs import running
from clikc.jobs.models import Job
from clikc.people.api import withdraw_role
from enrolment.certificates.api import revoke_certificate
from enrolment.following import api as following
from tests.factories.certificates import make_certificate

pytestmark = pytest.mark.django_db


def shown(response) -> list[list[str]]:
    """The table as it is on the page: dates as they are for machines, numbers as they are counted."""
    page = response.content.decode()
    rows = re.findall(r'<tr role="row">\s*<td role="cell" class="people__tick">.*?</tr>', page, re.S)
    return [[_cell(row, column.key) for column in following.COLUMNS] for row in rows]


def _cell(row: str, key: str) -> str:
    found = re.search(rf'<(\w+)([^>]*) ?data-column="{key}"[^>]*>(.*?)</\1>', row, re.S)
    if found is None:
        return ""
    value = re.search(r'(?:datetime|value)="([^"]*)"', found[0].partition(">")[0])
    return value[1] if value else unescape(found[3])


def as_text(value) -> str:
    if value is None:
        return ""
    return value.date().isoformat() if hasattr(value, "date") else str(value)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("query", ["", "?standing=behind", "?sort=-due", "?sort=course&q=officer"])
def test_both_files_are_the_page(mine, here, language, query):
    address = f"/{language}/coordination/KE/following/"
    page = shown(mine.get(address + query))
    assert page
    told = mine.post(f"{address}export/{query}", {"form": "csv"})
    assert told["Content-Type"].startswith("text/csv")
    heads, *rows = csv.reader(io.StringIO(b"".join(told.streaming_content).decode("utf-8-sig")))
    assert rows == page
    told = mine.post(f"{address}export/{query}", {"form": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(told.streaming_content))).active
    first, *others = sheet.iter_rows(values_only=True)
    assert [[as_text(value) for value in row] for row in others] == page
    assert list(first) == heads
    assert sheet.sheet_view.rightToLeft == (language == "ar")
    on_page = mine.get(address + query).content.decode()
    assert all(str(column.heading) in on_page for column in following.COLUMNS if not column.joins)


def test_a_name_is_never_a_formula(mine, here):
    here.officers[0].printed_name = "=HYPERLINK(1)"
    here.officers[0].save()
    told = mine.post("/en/coordination/KE/following/export/", {"form": "csv"})
    assert "'=HYPERLINK(1)" in b"".join(told.streaming_content).decode()


def test_no_file_of_another_kind(mine, here):
    assert mine.post("/en/coordination/KE/following/export/", {"form": "exe"}).status_code == 404
    assert mine.get("/en/coordination/KE/following/export/").status_code == 405


def test_many_rows_are_written_by_the_worker(mine, here, monkeypatch):
    monkeypatch.setattr("enrolment.following.api.MOST_AT_ONCE", 2)
    answer = mine.post("/fr/coordination/KE/following/export/?standing=", {"form": "csv"})
    job = Job.objects.get(kind="following.export")
    assert answer["Location"].endswith(f"/jobs/{job.pk}/")
    # Somebody leaves the administration before the worker comes to it.
    here.officers[0].administration = None
    here.officers[0].unit = None
    here.officers[0].save()
    running.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    with job.file.open() as file:
        _heads, *rows = csv.reader(io.StringIO(file.read().decode("utf-8-sig")))
    assert [row[0] for row in rows] == [person.printed_name for person in here.officers[1:5]]
    assert rows[0][4] == "Gestion des risques"


def test_a_job_holds_no_names(mine, here, monkeypatch):
    monkeypatch.setattr("enrolment.following.api.MOST_AT_ONCE", 0)
    mine.post("/en/coordination/KE/following/export/?q=officer", {"form": "csv"})
    assert "officer" not in str(Job.objects.get().payload).lower()


class TestCertificates:
    ADDRESS = "/en/coordination/KE/following/certificates/"

    @pytest.fixture
    def certificates(self, here):
        here.rows[4].completion.delete()
        return [
            make_certificate(here.officers[4], here.course),
            make_certificate(here.officers[1], here.course),
            make_certificate(here.stranger, here.course),
        ]

    def packed(self, job) -> dict[str, bytes]:
        running.run(job.pk)
        job.refresh_from_db()
        with job.file.open() as file, zipfile.ZipFile(file) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def test_all_of_a_selection_and_of_nobody_else(self, mine, here, certificates):
        rows = [str(row.pk) for row in (here.rows[4], here.rows[1], here.rows[0], here.far)]
        mine.post(self.ADDRESS, {"row": rows})
        job = Job.objects.get(kind="following.certificates")
        assert str(here.far.pk) not in str(job.payload)
        files = self.packed(job)
        assert len(files) == 2
        assert all(content.startswith(b"%PDF") for content in files.values())
        assert any(name.startswith("officer-") and name.endswith(".pdf") for name in files)
        assert all(any(item.grouped_code in name for name in files) for item in certificates[:2])
        assert job.result == {"certificates": 2}

    def test_a_withdrawn_one_and_one_of_who_moved_are_left_out(self, mine, here, certificates):
        mine.post(self.ADDRESS, {"all": "1"})
        revoke_certificate(certificate=certificates[0], reason="Wrong name", by=here.coordinator)
        here.officers[1].administration = None
        here.officers[1].unit = None
        here.officers[1].save()
        assert self.packed(Job.objects.get(kind="following.certificates")) == {}

    def test_who_no_longer_coordinates_gets_nothing(self, mine, here, certificates):
        mine.post(self.ADDRESS, {"all": "1"})
        withdraw_role(grant=here.coordinator.role_grants.get(), by=None)
        assert self.packed(Job.objects.get(kind="following.certificates")) == {}

    def test_nobody_ticked(self, mine, here):
        answer = mine.post(self.ADDRESS + "?standing=idle", {}, follow=True)
        assert "Tick the officers you mean first." in answer.content.decode()
        assert not Job.objects.exists()
