"""A mail server that does as it is told."""

from __future__ import annotations

from django.core.mail.backends.base import BaseEmailBackend


class Told:
    """What the server is to do, and what it got. ``refuses`` holds for every message."""

    def __init__(self):
        self.is_there = True
        self.refuses: BaseException | None = None
        self.opened = self.closed = 0
        self.taken = []
        self._next = []

    def raises(self, error: BaseException) -> None:
        """With the next message."""

        def throw():
            raise error

        self._next.append(throw)

    def does(self, deed) -> None:
        """While it takes the next message."""
        self._next.append(deed)

    def take(self, message) -> None:
        self.taken.append(message)
        if self._next:
            self._next.pop(0)()
        elif self.refuses:
            raise self.refuses


class Server(BaseEmailBackend):
    told = Told()

    def open(self):
        if not self.told.is_there:
            raise ConnectionRefusedError
        self.told.opened += 1
        return True

    def close(self):
        if self.told.is_there:
            self.told.closed += 1

    def send_messages(self, messages):
        for message in messages:
            message.message()
            self.told.take(message)
        return len(messages)
