"""Documents that people hand in as files: checked by their content, made safe to keep and to show. Pure.

    document = inspect(data, limits=Limits())         # Document, or raises Refused(reason, **facts)
    scrubbed(document.content, document.kind)         # without who made it and page headers, to mark blind
    paragraphs_of(document.content, document.kind)    # a DOCX or ODT: headings, items, bold and italic
    page_picture(document.content, "pdf", 1, 1200)    # WebP of a page of a PDF, or of a picture
    safe_name("../essay\\u202efdp.exe", "pdf")     # a name to show and to download

Kinds: pdf, docx, odt, jpeg, png, webp; a HEIC of a phone becomes a jpeg. **Keep** ``document.content``,
not what was handed in: most often they are the same, else ``document.changes`` says what was done.

What is refused, ``reason`` and facts:

- empty, too_large (size, most), unknown_kind (looks_like, where it can be told: doc, xlsx, rtf, html …)
- broken: it cannot be read to its end; encrypted: it has a password, also one for changes only
- too_many_pages (pages, most), too_many_pixels (width, height, most), animated (more than one picture)
- macros; active_content (found): scripts, launching, multimedia, forms that fetch or send, fields that fetch
- embedded_files: files in the file, OLE objects; external_content: pictures or parts from elsewhere
- polyglot: it is also something else (an archive, a PDF, HTML), and cannot be parted from it
- archive_bomb; unsafe_archive (found): the codes of ``clikc.foundation.archives``
- too_demanding: to open it takes more time or memory than ``Limits`` give, or ends the reader
- no_such_page (pages), of ``page_picture`` only

What is mended instead, since nothing of it is missed, ``changes``:

- rewritten: something stood before, between or behind its parts, or its index was wrong
- appended_removed: bytes behind a picture, also the second picture of a phone's JPEG
- converted: a HEIC is a JPEG now
- links_removed: links to anything but web and mail addresses now lead nowhere
- template_removed: the template it was made from, which programs fetch; chart_data_removed: the workbook
  behind a diagram, which stays as it is drawn; menus_removed: menus and keys that an ODT brings along

Everything but ``safe_name`` opens the file in a process of its own (``asking``): it takes a fifth of a
second more, and no file can take the web server with it. See docs/decisions/0018-documents-handed-in.md.
"""

from .asking import inspect, page_picture, paragraphs_of, scrubbed
from .model import KINDS, Document, Limits, Paragraph, Refused, Run
from .names import safe_name

__all__ = [
    "KINDS",
    "Document",
    "Limits",
    "Paragraph",
    "Refused",
    "Run",
    "inspect",
    "page_picture",
    "paragraphs_of",
    "safe_name",
    "scrubbed",
]
