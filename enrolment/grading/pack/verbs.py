"""What pages may ask of marking packs; the door of grading hands it out as ``packs``."""

from ..models import PackRow, PackUpload
from .confirming import PlanChanged, cancel_upload
from .correcting import MENDED, write_corrected
from .files import LARGEST, MOST_ROWS
from .jobs import IMPORT, MOST_BYTES, MOST_WORKS, PACK, PackTooLarge, confirm_and_run, start_pack
from .planning import look_again
from .pruning import KEPT_DAYS
from .reasons import file_sentence
from .saying import Told, ToldRow, told_rows
from .taking_in import take_in

__all__ = [
    "IMPORT",
    "KEPT_DAYS",
    "LARGEST",
    "MENDED",
    "MOST_BYTES",
    "MOST_ROWS",
    "MOST_WORKS",
    "PACK",
    "PackRow",
    "PackTooLarge",
    "PackUpload",
    "PlanChanged",
    "Told",
    "ToldRow",
    "cancel_upload",
    "confirm_and_run",
    "file_sentence",
    "look_again",
    "start_pack",
    "take_in",
    "told_rows",
    "write_corrected",
]
