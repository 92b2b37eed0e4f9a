"""Many at once, on whatever database the suite runs on."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(verb, arguments) -> list:
    """What each call returned, all begun at the same moment."""
    gate = Barrier(len(arguments))

    def run(argument):
        try:
            gate.wait(timeout=30)
            return verb(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as crowd:
        return list(crowd.map(run, arguments))
