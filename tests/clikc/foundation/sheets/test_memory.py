"""However many rows a file has, as little of it is held."""

from __future__ import annotations

import tracemalloc

import pytest

from clikc.foundation.sheets import SheetOut, open_rows, write_csv, write_xlsx
from tests.clikc.foundation.sheets.files import is_header

MB = 1024 * 1024
HEADERS = ["Email", "Given name", "Family name", "Unit", "Number", "Since"]


def rows(count):
    for place in range(count):
        names = f"Zoé {place}", f"محمد {place}"
        yield [f"{place}@customs.example", *names, "Port", str(10**6 + place), "2024-02-01"]


def file_of(path, kind, count):
    with path.open("wb") as stream:
        if kind == "csv":
            write_csv(stream, (row for part in ([HEADERS], rows(count)) for row in part))
        else:
            write_xlsx(stream, sheets=[SheetOut("S", HEADERS, rows(count))])
    return path


def peak_of(path, count):
    """The most memory that was held while the rows of a file were counted."""
    tracemalloc.start()
    try:
        assert sum(1 for _line in open_rows(path, known=is_header)) == count + 1
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("kind", "few", "many"), [("csv", 10_000, 40_000), ("xlsx", 1_000, 4_000)])
def test_memory_does_not_grow_with_rows(tmp_path, kind, few, many):
    peaks = [peak_of(file_of(tmp_path / f"{count}.{kind}", kind, count), count) for count in (few, many)]
    assert abs(peaks[1] - peaks[0]) < (5 if kind == "csv" else 1) * MB
    assert max(peaks) < 8 * MB


def test_memory_does_not_grow_with_what_is_written(tmp_path):
    """A workbook is written to a temporary file first; of CSV, one row is held."""
    peaks = []
    for count in (200, 800):
        tracemalloc.start()
        file_of(tmp_path / "out.xlsx", "xlsx", count)
        file_of(tmp_path / "out.csv", "csv", count)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < MB / 2
