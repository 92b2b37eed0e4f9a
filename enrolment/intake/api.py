"""The door of intake."""

from .bringing import default_language
from .confirming import PlanChanged, cancel_import, confirm_import
from .models import OfficerImport, Outcome
from .opening import LARGEST, open_import
from .planning import look_again, plan
from .reasons import file_sentence, row_sentence
from .reporting import MOST_IN_WORKBOOK, corrected_rows, report_rows, write_table
from .running import run_import
from .template_file import template_csv, template_xlsx
from .work import confirm_soon, look_again_soon, plan_soon

__all__ = [
    "LARGEST",
    "MOST_IN_WORKBOOK",
    "OfficerImport",
    "Outcome",
    "PlanChanged",
    "cancel_import",
    "confirm_import",
    "confirm_soon",
    "corrected_rows",
    "default_language",
    "file_sentence",
    "look_again",
    "look_again_soon",
    "open_import",
    "plan",
    "plan_soon",
    "report_rows",
    "row_sentence",
    "run_import",
    "template_csv",
    "template_xlsx",
    "write_table",
]
