"""The door of post."""

from .asking import letter_of, letters_in_doubt, letters_waiting, outcomes, send_again
from .composing import as_read
from .delivering import Delivery, deliver_due
from .history import drop_waiting
from .kinds import Draft, UnknownKind, register_letter
from .posting import NewLetter, post, post_many

__all__ = [
    "Delivery",
    "Draft",
    "NewLetter",
    "UnknownKind",
    "as_read",
    "deliver_due",
    "drop_waiting",
    "letter_of",
    "letters_in_doubt",
    "letters_waiting",
    "outcomes",
    "post",
    "post_many",
    "register_letter",
    "send_again",
]
