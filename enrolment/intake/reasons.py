"""Why a row, or a whole file, is as it is: stable codes, and what they say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# Of a row. What stands behind a colon in a code is the detail.
ROW = {
    "no_address": _("The e-mail address is missing."),
    "bad_address": _("This is not an e-mail address."),
    "example_row": _("This is the example of the template. Write over it."),
    "address_twice": _("The same address stands in line %(detail)s already."),
    "no_name": _("The name is missing. A new officer needs one."),
    "bad_name": _("The name cannot be printed: it has no letter, or invisible characters."),
    "long_name": _("The name is longer than 120 characters."),
    "unreadable_characters": _("There are characters in this row that cannot be read."),
    "unknown_language": _("The language is none of English, French, Spanish, Arabic or Amharic."),
    "unknown_gender": _("The gender is not understood. Write woman, man or other, or leave it empty."),
    "bad_unit": _("The name of the unit cannot be used."),
    "closed_unit": _("This unit is no longer in use."),
    "deactivated": _("This account of your administration was deactivated."),
    "new_unit": _("The unit is made."),
    "waiting_list": _("No seat is free in one of the courses: on its waiting list."),
    "cohort_closed": _("The cohort was closed meanwhile."),
    "changed_meanwhile": _("Something changed since the file was looked at."),
}

# Of a file: the codes of clikc.foundation.sheets, and our own.
FILE = {
    "xls": _("This is a workbook of the old kind (XLS). Save it as XLSX."),
    "xlsb": _("This is a binary workbook (XLSB). Save it as XLSX."),
    "ods": _("This is an OpenDocument sheet. Save it as XLSX."),
    "html": _("This is a web page with the name of a spreadsheet. Open it in Excel and save it as XLSX."),
    "xml": _("This is an XML file. Save it as XLSX or CSV."),
    "pdf": _("This is a PDF. Send the spreadsheet it was made from."),
    "password": _("This workbook is locked with a password. Save it without one."),
    "not_text": _("This file is neither a workbook nor a text. Send XLSX or CSV."),
    "empty_file": _("The file is empty."),
    "no_header": _("No row of headers was found. The first row names the columns, as the template does."),
    "no_rows": _("There is no row below the headers."),
    "no_address_column": _("There is no column with e-mail addresses."),
    "column_twice": _("Two columns say the same: “%(detail)s” and another one. Keep one of them."),
    "too_many_units": _("More than %(detail)s new units are named. Is this the right column?"),
    "file_too_large": _("The file is too large."),
    "too_many_rows": _("The file has more rows than %(detail)s. Send it in parts."),
    "too_much_in_a_row": _("Line %(line)s holds more than a row can."),
    "unreadable_encoding": _("The text of the file cannot be read. Save it as XLSX, or as CSV in UTF-8."),
    "open_quote": _("In line %(line)s a quotation mark opens that nothing closes."),
    "unreadable_table": _("The table in this file is broken. Save it again as XLSX."),
}
UNSAFE_FILE = _("This file is damaged, or made to do harm. Save it again as XLSX.")


def parted(reason: str) -> tuple[str, str]:
    """``address_twice:12`` → its code and its detail."""
    code, _colon, detail = reason.partition(":")
    return code, detail


def row_sentence(reason: str) -> str:
    """What a reason of a row says, in the language of now."""
    code, detail = parted(reason)
    return str(ROW[code]) % {"detail": detail}


def file_sentence(code: str, line: int = 0, detail: str = "") -> str:
    """What the refusal of a file says, in the language of now."""
    return str(FILE.get(code, UNSAFE_FILE)) % {"line": line, "detail": detail}
