"""What is sent with the forms of the pages: as they stand, or with somebody else's things in them."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from .reading import Form

# What a browser would have its reader type.
TYPED = {
    "address": "somebody-new@customs.example",
    "email": "somebody-new@customs.example",
    "text": "somebody-new@customs.example",
    "name": "Somebody New",
    "days": "7",
}


def meant(form: Form, button: tuple = (), **instead) -> dict:
    """A form as it stands, ticks set, empty fields filled in; ``instead``: values for some names."""
    data = dict(form.fields)
    data |= {name: TYPED.get(name, "Because") for name in form.empty}
    data |= {name: values[:2] for name, values in form.offered.items() if name not in data}
    if "file" in data:
        data["file"] = SimpleUploadedFile("people.csv", b"E-mail,Name\nnew-one@customs.example,New One\n")
    return data | dict([button] if button else []) | instead


def foreign_for(form: Form, world) -> list[tuple[str, str, str]]:
    """(Field, a foreign id, an id that nobody has) for each field of a form that names a thing by its id."""
    abroad = world.abroad
    kinds = {
        "person": [abroad.officers[0], world.moved_away],
        "unit": abroad.units[:1],
        "into": abroad.units[:1],
        "cohort": [abroad.cohort],
        "cohorts": [abroad.cohort],
        "pick": abroad.requests[:1],
        "tutor": [abroad.tutor],
        "row": [abroad.sitting.enrolment],
        "kept": abroad.officers[:1],
    }
    names = {name for name, _value in form.fields} | set(form.offered)
    named = [(name, thing) for name in sorted(names & kinds.keys()) for thing in kinds[name]]
    return [(name, str(thing.pk), nobodys(thing.pk)) for name, thing in named]


def nobodys(pk) -> str:
    """An id of the same kind and length that nobody has."""
    return "00000000" + str(pk)[8:] if len(str(pk)) == 36 else str(900_000 + int(pk))
