"""The line to the mail server: one for many letters."""

from __future__ import annotations

from contextlib import suppress

from django.core.mail import EmailMessage, get_connection

# Servers count the messages of a line and drop it after some hundred.
RENEWED_AFTER = 50


class Unreachable(Exception):
    """The server is not there, or does not let us in: no letter can leave now."""


class Line:
    """Opened for the first message, renewed after some, closed at the end (``with Line() as line``)."""

    def __init__(self):
        self._connection = None
        self._used = 0

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_error) -> None:
        self._hang_up()

    def send(self, message: EmailMessage) -> None:
        """Raises Unreachable before anything was handed over, else whatever the backend raises."""
        if self._used >= RENEWED_AFTER:
            self._hang_up()
        if self._connection is None:
            self._connection = self._dialled()
        self._used += 1
        try:
            self._connection.send_messages([message])
        except Exception:
            self._hang_up()
            raise

    def _dialled(self):
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:
            with suppress(OSError):
                connection.close()
            raise Unreachable from error
        return connection

    def _hang_up(self) -> None:
        connection, self._connection, self._used = self._connection, None, 0
        if connection is not None:
            with suppress(OSError):
                connection.close()
