"""Processes that must not outlive one another."""

import ctypes
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent(number: int) -> None:
    """Ask the system to send this process the signal when its parent ends, however that ends.

    Linux alone can; elsewhere nothing is asked.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number)
