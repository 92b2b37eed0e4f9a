"""What stands for a participant where she is not named."""

from __future__ import annotations

from uuid import UUID

from django.utils.crypto import salted_hmac

# No letters or digits that are read for one another, and no vowels: no code is a word.
SIGNS = "BCDFGHJKLMNPQRSTVWXZ23456789"
PLACES = 8


def code_of(run_id: int, enrolment_id: UUID) -> str:
    """The code of a participant in the gradebook of a run: the same every time, another one in every run,
    and none of the codes that name her works, so that neither leads to the other."""
    number = int.from_bytes(salted_hmac("grading.gradebook", f"{run_id}:{enrolment_id}").digest())
    signs = ""
    for _place in range(PLACES):
        number, sign = divmod(number, len(SIGNS))
        signs += SIGNS[sign]
    return f"{signs[:4]}-{signs[4:]}"
