"""The name of a file from outside, as it may be shown and downloaded. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 100
NAMELESS = "document"
_NOT_IN_NAMES = re.compile(r'[<>:"|?*%;,\s\u2028\u2029]+')
# Windows opens its devices whatever follows their names.
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
# Only what is known as one: the end of "Annex 1.2" and of "Dr.Ali" is none.
_EXTENSION = re.compile(
    r"\.(?:pdf|do[ct][xm]?|od[tsp]|ott|rtf|txt|md|xls[xm]?|ppt[xm]?|jpe?g?|png|webp|hei[cf]|gif|tiff?|bmp|svg"
    r"|zip|exe|com|scr|bat|cmd|msi|lnk|js|vbs|ps1|jar|s?html?|php|xml)$",
    re.IGNORECASE,
)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Arabic, Persian and the scripts of India need them between letters.
_JOINERS = "\u200c\u200d"


def safe_name(name: str, extension: str) -> str:
    """A name of one line without a path, which reads in the order in which it is written, and ends in
    ``.extension``; no longer than LONGEST_NAME letters, never empty.

    The known extensions that it came with go, all of them: ``essay.pdf.exe`` with ``pdf`` is ``essay.pdf``.
    """
    name = unicodedata.normalize("NFC", name[:10_000].replace("\\", "/").rpartition("/")[2])
    name = "".join(letter for letter in name if _is_shown(letter))
    name = _NOT_IN_NAMES.sub(" ", name).strip()
    while cut := _EXTENSION.search(name):
        name = name[: cut.start()].rstrip(" .-")
    name = name.strip(" .-")
    name = _DEVICES.sub(NAMELESS, _shortened(name, LONGEST_NAME - len(extension) - 1)).strip(" .-")
    return f"{name if any(map(str.isalnum, name)) else NAMELESS}.{extension}"


def _is_shown(letter: str) -> bool:
    return letter in _JOINERS or letter.isspace() or unicodedata.category(letter) not in _INVISIBLE


def _shortened(name: str, most: int) -> str:
    """Cut before a letter, not between a letter and its marks."""
    if len(name) <= most:
        return name
    while most and (unicodedata.combining(name[most]) or name[most] in _JOINERS):
        most -= 1
    return name[:most]
