"""The door of intake."""

from .bringing import default_language
from .confirming import PlanChanged, cancel_import, confirm_import
from .models import NominationFile, OfficerImport, Outcome
from .nominations.planning import (
    confirm_nominations,
    counts_of as counts_of_nominations,
    look_again_at_nominations,
    nomination_files,
    plan_nominations,
    rows_of as rows_of_nominations,
)
from .nominations.reading import LARGEST as LARGEST_NOMINATIONS
from .nominations.template_file import nominations_csv, nominations_xlsx
from .nominations.words import (
    DOES as NOMINATIONS_DONE,
    MEANINGS as NOMINATION_MEANINGS,
    OUTCOMES as NOMINATION_OUTCOMES,
    TONES as NOMINATION_TONES,
    reason_in_words as nomination_reason,
)
from .opening import LARGEST, open_import
from .planning import look_again, plan
from .reasons import file_sentence, row_sentence
from .reporting import MOST_IN_WORKBOOK, corrected_rows, report_rows, write_table
from .running import run_import
from .template_file import template_csv, template_xlsx
from .work import confirm_soon, look_again_soon, plan_soon

__all__ = [
    "LARGEST",
    "LARGEST_NOMINATIONS",
    "MOST_IN_WORKBOOK",
    "NOMINATIONS_DONE",
    "NOMINATION_MEANINGS",
    "NOMINATION_OUTCOMES",
    "NOMINATION_TONES",
    "NominationFile",
    "OfficerImport",
    "Outcome",
    "PlanChanged",
    "cancel_import",
    "confirm_import",
    "confirm_nominations",
    "confirm_soon",
    "corrected_rows",
    "counts_of_nominations",
    "default_language",
    "file_sentence",
    "look_again",
    "look_again_at_nominations",
    "look_again_soon",
    "nomination_files",
    "nomination_reason",
    "nominations_csv",
    "nominations_xlsx",
    "open_import",
    "plan",
    "plan_nominations",
    "plan_soon",
    "report_rows",
    "row_sentence",
    "rows_of_nominations",
    "run_import",
    "template_csv",
    "template_xlsx",
    "write_table",
]
