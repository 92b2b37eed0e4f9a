"""Every dictionary of a PDF, also those nothing points at. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf

from ..model import Refused

_MOST_UNPACKED = 256 * 1024 * 1024


def prepare() -> None:
    """To be called once, while files can still be opened: for AES-256 qpdf reads random numbers from the
    system, opens their source only when it first needs one, and keeps it."""
    pikepdf.new().save(io.BytesIO(), encryption=pikepdf.Encryption(owner="", R=6))


@contextmanager
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    """Raises Refused: encrypted, broken."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_MOST_UNPACKED, run_length_max_memory=_MOST_UNPACKED, doc_max_warnings=1000
    )
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Refused("encrypted")
            yield pdf
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, pikepdf.ForeignObjectError) as error:
        raise Refused("broken") from error
    except (ValueError, TypeError, KeyError, AttributeError, RuntimeError, IndexError) as error:
        raise Refused("broken") from error


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Dictionaries and streams, and those inside them, each once. They may be changed meanwhile."""
    waiting = [pdf.trailer, *pdf.objects]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            inner = list(thing)
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing
            inner = [value for _key, value in thing.items()]
        else:
            continue
        waiting += [part for part in inner if isinstance(part, pikepdf.Object) and not part.is_indirect]


def name_in(thing: pikepdf.Object, key: str) -> str:
    """The name under a key, without its stroke; nothing where there is none, or something else."""
    value = thing.get(key)
    return str(value)[1:] if isinstance(value, pikepdf.Name) else ""


def packed(pdf: pikepdf.Pdf) -> bytes:
    """Written anew: what nothing points at, what stood before, between and behind is gone."""
    stream = io.BytesIO()
    pdf.save(
        stream,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return stream.getvalue()
