"""What a tutor has on her workbench: a work with a text, a PDF of two pages, a DOCX and a picture."""

from __future__ import annotations

from django.core.files.base import ContentFile

from clikc.foundation import documents
from enrolment.assessment.models import HandIn, SubmittedFile
from enrolment.grading.models import Marking
from tests.clikc.foundation.documents.files import docx, paragraph, pdf_of, picture
from tests.factories.tutoring import TutoredRun, make_hand_in, make_marking, make_tutored_run

ESSAY = (
    "<h3>Riesgo y control</h3>"
    "<p>El control y la facilitación se apoyan: los recursos van "
    "<strong>donde el riesgo</strong> es alto.</p>"
    "<p>Un perfil de riesgo reúne indicadores: el origen, la ruta, el operador y el valor declarado.</p>"
    "<ul><li>Primero se mide.</li><li>Después se decide.</li></ul>"
)
PLAIN = (
    "Riesgo y control\n\n"
    "El control y la facilitación se apoyan: los recursos van donde el riesgo es alto.\n\n"
    "Un perfil de riesgo reúne indicadores: el origen, la ruta, el operador y el valor declarado.\n\n"
    "Primero se mide.\nDespués se decide."
)
PAGES = "= Anexo\n\nTexto del anexo.\n\n#pagebreak()\n\n= Segunda página\n\nOtro texto."


def attach(hand_in: HandIn, name: str, data: bytes, *, is_scrubbed: bool = True) -> SubmittedFile:
    """A file of a work, as it is kept once it was checked."""
    found = documents.inspect(data)
    file = SubmittedFile.objects.create(
        submission=hand_in.submission,
        name=name,
        kind=found.kind,
        media_type=found.media_type,
        size=found.size,
        pages=found.pages,
        digest=f"{hand_in.files.count():064d}",
        file=ContentFile(found.content, name="kept"),
        blind=ContentFile(documents.scrubbed(found.content, found.kind), name="blind") if is_scrubbed else "",
        plain=found.text,
        by=hand_in.by,
        at=hand_in.at,
    )
    hand_in.files.add(file)
    return file


def make_essay(made: TutoredRun, place: int = 0, *, files: tuple[str, ...] = (), **facts) -> Marking:
    """A Spanish work of the participant at this place, with files of these kinds, waiting to be marked."""
    enrolment = made.enrolments[place]
    work = made.work[0]
    given = {"text": ESSAY, "plain": PLAIN, "language": "es"} | facts
    hand_in = make_hand_in(work, enrolment, **given)
    author = enrolment.learner.get_full_name()
    for kind in files:
        attach(hand_in, f"{author}.{kind}", CONTENT[kind](author))
    return make_marking(work, enrolment, hand_in=hand_in)


CONTENT = {
    "pdf": lambda author: pdf_of(PAGES, author=author),
    "docx": lambda _author: docx(paragraph("Introducción") + paragraph("El plan tiene tres pasos.")),
    "png": lambda _author: picture("PNG"),
}


def make_desk(*, participants: int = 3, tutors: int = 2, **facts) -> TutoredRun:
    """A run whose first tutor has a work of each of her participants to mark."""
    made = make_tutored_run(participants=participants, tutors=tutors, **facts)
    for place in range(participants):
        make_essay(made, place)
    return made
