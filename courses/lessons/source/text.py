"""Characters: what may stand in a file."""

import re

# NUL and other control characters, lone surrogates, and the overrides that make text read backwards.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202d\u202e\ufffe\uffff]")
LARGEST_TEXT = 1024 * 1024


def unreadable(text: str) -> re.Match | None:
    """The first character that can be neither stored nor shown, if there is one."""
    return _UNREADABLE.search(text)


def decode(content: bytes) -> tuple[str, int, str]:
    """Bytes of a text file → (text with plain line ends, line of a fault, what the fault is)."""
    if len(content) > LARGEST_TEXT:
        return "", 1, "the file is larger than a megabyte"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", content[: error.start].count(b"\n") + 1, "this is not UTF-8 text"
    fault = unreadable(text)
    if fault:
        line = text.count("\n", 0, fault.start()) + 1
        return "", line, f"the character U+{ord(fault[0]):04X} cannot be stored"
    return text.replace("\r\n", "\n").replace("\r", "\n"), 0, ""
