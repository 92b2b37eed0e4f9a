"""Log lines that name nobody: no verification codes, no values of a database or of an exception."""

import copy
import logging
import re
import traceback

_CODE = re.compile(r"(\b(?:verify/|certificates/|[?&]code=)|invitation(?:/|%2F))[^/\"&\r\n]+")
# What PostgreSQL adds to an error, and where it quotes the values of a row.
_DETAIL = re.compile(r"^[ \t]*(DETAIL|CONTEXT):.*\n?", re.MULTILINE)
_ROW = re.compile(r"\bKey \(.*?\)=\(.*?\)(?=\s|$)|\bFailing row contains \(.*\)")


class DiscreetFormatter(logging.Formatter):
    """Takes codes out of addresses; tells of an exception its type and where it was raised."""

    def format(self, record):
        discreet = copy.copy(record)
        discreet.msg, discreet.args = self.message(record), None
        # Another handler may have written the exception out with its values.
        discreet.exc_text = None
        return super().format(discreet).rstrip("\n")

    @staticmethod
    def message(record) -> str:
        spoken = copy.copy(record)
        spoken.msg = _without_values(record.msg)
        if isinstance(record.args, dict):
            spoken.args = {name: _without_values(value) for name, value in record.args.items()}
        elif record.args:
            spoken.args = tuple(_without_values(value) for value in record.args)
        text = _DETAIL.sub("", _ROW.sub("", spoken.getMessage()))
        return _CODE.sub(r"\1…", text)

    def formatException(self, ei):
        lines = []
        for error in reversed(list(_chain(ei[1]))):
            lines += [*traceback.format_tb(error.__traceback__), f"{_name(error)}\n"]
        return "".join(lines).rstrip("\n")


def _without_values(value):
    return _name(value) if isinstance(value, BaseException) else value


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _chain(error: BaseException | None):
    """The exception, and those it came of, each once."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
