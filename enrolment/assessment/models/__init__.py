from .attempts import Attempt, Extension, HandMark, Marker, Regrade, RegradedAttempt, Release, Response
from .work import DueExtension, HandIn, Resemblance, Submission, SubmittedFile, WorkPrint

__all__ = [
    "Attempt",
    "DueExtension",
    "Extension",
    "HandIn",
    "HandMark",
    "Marker",
    "Regrade",
    "RegradedAttempt",
    "Release",
    "Resemblance",
    "Response",
    "Submission",
    "SubmittedFile",
    "WorkPrint",
]
