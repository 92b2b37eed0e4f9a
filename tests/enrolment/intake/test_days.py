"""Days in lists of nominations are read as the whole file writes them."""

import pytest

from enrolment.intake.nominations.days import day_of, is_unsure, order_of


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["31/03/2024", "01/02/2024"], ["2024-03-31", "2024-02-01"]),
        (["03/31/2024", "01/02/2024"], ["2024-03-31", "2024-01-02"]),
        (["1.2.2024", "2024/02/01", "3-4-2024"], ["2024-02-01", "2024-02-01", "2024-04-03"]),
        (["05/05/2024", "01/02/2024", "31/02/2024"], ["2024-05-05", "2024-02-01", "none"]),
        (["05/05/2024", "01/02/2024", "2024-1-2"], ["2024-05-05", "unsure", "2024-01-02"]),
        (["31/03/2024", "03/31/2024"], ["unsure", "unsure"]),
        (["٣١/٠٣/٢٠٢٤", "31-03-24", "yesterday", "99/99/2024"], ["2024-03-31", "none", "none", "none"]),
        (["99/99/2024"], ["none"]),
    ],
)
def test_a_number_above_twelve_tells_for_all(written, read):
    order = order_of(written)
    days = [day_of(text, order) for text in written]
    unsure = ["unsure" if is_unsure(text, order) else "none" for text in written]
    assert [str(day or word) for day, word in zip(days, unsure, strict=True)] == read
