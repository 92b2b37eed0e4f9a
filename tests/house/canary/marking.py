"""Every text of an administration's records is replaced by one that says whose it is.

``MARKED`` names each field that a person fills in or that names a person or thing of an administration;
``SAYS_NOTHING`` each other one, and why. A field in neither is a failure of the suite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.db.models import Q

from clikc.people.models import Administration
from clikc.people.names import searchable

# The beginning of every mark, by administration. Foreign ones share it.
MARKS = {"KE": "koalake", "SN": "wombatsn", "JO": "wombatjo"}
FOREIGN = "wombat"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
ROOMS = ("clikc", "enrolment")

# Model → the ways from it to an administration, and its fields.
MARKED = {
    "people.User": (
        ("administration", "join_requests__administration"),
        ("email", "printed_name", "first_name", "last_name"),
    ),
    "people.Unit": (("administration",), ("name",)),
    "people.RoleGrant": (("user__administration",), ("reason", "end_reason")),
    "people.AuditEntry": (("administration",), ("facts",)),
    "jobs.Job": (("owner__administration",), ("payload", "result", "file_name", "fault", "worker")),
    "membership.JoinRequest": (("administration",), ("note", "question", "answer", "reason")),
    "membership.Transfer": (("from_administration",), ("note", "reason")),
    "membership.Merge": (("kept__administration",), ("moved",)),
    "programmes.Cohort": (("administration",), ("name", "welcome")),
    "programmes.CohortChange": (("cohort__administration",), ("changed",)),
    "programmes.CohortDraft": (("administration",), ("facts",)),
    "admissions.EnrolmentChange": (("enrolment__learner__administration",), ("reason",)),
    "admissions.Nomination": (("administration",), ("motivation", "endorsement", "by_hand_reason")),
    "admissions.NominationChange": (("nomination__administration",), ("reason", "changed")),
    "admissions.NominationDocument": (("nomination__administration",), ("file_name",)),
    "admissions.Score": (("nomination__administration",), ("words",)),
    "admissions.ParticipationChange": (("participation__administration",), ("reason",)),
    "grading.ModuleMark": (("participation__administration",), ("reason",)),
    "certificates.AwardDecision": (("participation__administration",), ("overruled_because",)),
    "intake.NominationFile": (("administration",), ("file_name", "rows", "notes")),
    "intake.OfficerImport": (("administration",), ("file_name", "refusal_detail", "notes")),
    "intake.ImportRow": (("officer_import__administration",), ("address", "name", "unit")),
    "assessment.Response": (("attempt__enrolment__learner__administration",), ("answer", "comment")),
    "assessment.HandMark": (
        ("response__attempt__enrolment__learner__administration",),
        ("comment", "reason"),
    ),
    "assessment.Extension": (("enrolment__learner__administration",), ("reason",)),
    "assessment.Submission": (("enrolment__learner__administration",), ("draft",)),
    "assessment.HandIn": (
        ("submission__enrolment__learner__administration",),
        ("text", "plain", "statement"),
    ),
    "assessment.SubmittedFile": (("submission__enrolment__learner__administration",), ("name", "plain")),
    "assessment.DueExtension": (("enrolment__learner__administration",), ("reason",)),
    "grading.PackUpload": (("owner__administration",), ("file_name", "refusal_detail", "notes")),
    "grading.PackRow": (("upload__owner__administration",), ("title", "code", "changes", "reasons")),
    "grading.Tutorship": (("enrolment__learner__administration",), ("reason",)),
    "grading.Marking": (
        (
            "submission__enrolment__learner__administration",
            "submission__team__members__person__administration",
        ),
        ("feedback", "note"),
    ),
    "grading.CriterionMark": (
        ("marking__submission__enrolment__learner__administration",),
        ("comment",),
    ),
    "grading.Annotation": (
        ("marking__submission__enrolment__learner__administration",),
        ("quote", "comment"),
    ),
    "grading.MarkingEdit": (("marking__submission__enrolment__learner__administration",), ("value",)),
    "grading.GradeEntry": (("enrolment__learner__administration",), ("reason",)),
    "advising.Message": (("thread__enrolment__learner__administration",), ("text",)),
    "certificates.Certificate": (("learner__administration",), ("printed_name",)),
    "certificates.CertificateChange": (("certificate__learner__administration",), ("reason",)),
    "following.ReminderRound": (("administration",), ("line",)),
}
CODES = "codes, keys and ids"
PLATFORM = "the platform's own, of no administration"
SAYS_NOTHING = {
    "people.User": {"password", "search_name", "time_zone", "contact"},
    "people.RoleGrant": {"locale_code"},
    "people.AuditEntry": {"role", "what"},
    "people.Region": PLATFORM,
    "people.Administration": PLATFORM,
    "home.HomePage": PLATFORM,
    "home.PlainPage": PLATFORM,
    "jobs.Job": {"kind", "key", "file"},
    "jobs.Worker": PLATFORM,
    "jobs.Round": PLATFORM,
    # An address stands there for who has no account, and until the letter has left.
    "post.Letter": CODES,
    "programmes.CourseRun": PLATFORM,
    "programmes.RunTutor": {"languages"},
    # A programme, its sessions and calls are made by programme managers, for every administration.
    "programmes.Programme": PLATFORM,
    "programmes.ProgrammeModule": PLATFORM,
    "programmes.ProgrammeEvent": PLATFORM,
    "programmes.ProgrammeLetter": PLATFORM,
    "programmes.ProgrammeSession": PLATFORM,
    "programmes.SessionModule": PLATFORM,
    "programmes.SessionEvent": PLATFORM,
    "programmes.SessionChange": PLATFORM,
    "programmes.ClosedDay": PLATFORM,
    "admissions.Call": PLATFORM,
    "admissions.CallDocument": PLATFORM,
    "admissions.CallChange": PLATFORM,
    "admissions.Nomination": {"languages"},
    "admissions.NominationChange": {"role"},
    "admissions.NominationDocument": {"file"},
    "admissions.ParticipationChange": {"role"},
    "certificates.AwardDecision": {"reasons"},
    "intake.NominationFile": {"counts", "digest"},
    # Answers belong to nobody, and none is shown under five.
    "surveys.SurveyAnswer": PLATFORM,
    # A team of a run is named by its manager, and has members of several administrations.
    "programmes.Team": PLATFORM,
    "programmes.Cohort": {"language"},
    "programmes.CohortChange": {"role"},
    "programmes.CohortDraft": {"people"},
    "admissions.EnrolmentChange": {"role"},
    "intake.OfficerImport": {"file", "digest", "refusal", "counts", "plan_digest"},
    "intake.ImportRow": {"language", "gender", "reasons"},
    "progress.ActivityProgress": CODES,
    "assessment.Attempt": CODES,
    "assessment.Submission": {"code"},
    "assessment.HandIn": {"language"},
    "assessment.SubmittedFile": {"kind", "media_type", "digest", "file", "blind"},
    "assessment.Resemblance": CODES,
    "assessment.Regrade": PLATFORM,
    "grading.Marking": {"reasons"},
    "grading.MarkingEdit": {"piece", "tab", "role"},
    "grading.GradeCategory": PLATFORM,
    "grading.GradeItem": PLATFORM,
    "grading.GradeEntry": {"reasons", "role"},
    "advising.Message": {"role", "token"},
    "completion.CourseCompletion": CODES,
    "grading.PackUpload": {"file", "digest", "refusal", "counts", "plan_digest"},
    "certificates.Certificate": {"code", "wording"},
    "following.ReminderRound": {"chosen"},
    "following.Reminder": CODES,
    # What a programme manager writes to participants of a session, of whichever administration they are.
    "following.SessionMessage": PLATFORM,
}


def texts_without_a_word() -> list[str]:
    """Fields with texts that neither table names, and such as are there no more."""
    there = {model._meta.label: _texts_of(model) for model in apps.get_models() if _is_ours(model)}
    said = {label: set(names) for label, (_ways, names) in MARKED.items()}
    for label, names in SAYS_NOTHING.items():
        said[label] = said.get(label, set()) | (names if isinstance(names, set) else there.get(label, set()))
    labels = sorted(there.keys() | said.keys())
    return [
        f"{label}.{name}"
        for label in labels
        for name in sorted(there.get(label, set()) ^ said.get(label, set()))
    ]


def _is_ours(model) -> bool:
    return model.__module__.partition(".")[0] in ROOMS


def _texts_of(model) -> set[str]:
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    fields = model._meta.concrete_fields
    return {field.name for field in fields if isinstance(field, kinds) and not field.choices}


def mark(code: str, *, spared: Iterable[models.Model] = ()) -> None:
    """Mark what is there of an administration, but for the ``spared`` records. Safe to do again."""
    here = Administration.objects.get(code=code)
    kept = {(item._meta.label, item.pk) for item in spared}
    for label, (ways, names) in MARKED.items():
        model = apps.get_model(label)
        whose = Q()
        for way in ways:
            whose |= Q(**{way: here})
        there = model._base_manager.filter(whose).distinct()
        found = [item for item in there if (label, item.pk) not in kept and not _is_elsewhere(item, here)]
        for item in found:
            for name in names:
                setattr(item, name, _marked(item, name, MARKS[code]))
        _saved(model, found, names)


def _is_elsewhere(item: models.Model, here: Administration) -> bool:
    """Whether it is a person who asked here once and is another administration's by now."""
    return item._meta.label == "people.User" and item.administration_id not in (None, here.pk)


def mark_of(item: models.Model, name: str, code: str) -> str:
    """The mark that stands in a field of a record."""
    return f"{MARKS[code]}-{item._meta.model_name}-{name}-{item.pk}".replace("_", "-")


def _marked(item: models.Model, name: str, beginning: str):
    text = f"{beginning}-{item._meta.model_name}-{name}-{item.pk}".replace("_", "-")
    if isinstance(item._meta.get_field(name), models.EmailField) or name == "address":
        return f"{text}@customs.example"
    if not isinstance(item._meta.get_field(name), models.JSONField):
        return text
    now = getattr(item, name)
    if isinstance(now, list):
        return [_in_row(each, text) for each in now if isinstance(each, dict)] or [text]
    return _in_each(now or {}, text)


def _in_row(row: dict, text: str) -> dict:
    """The same row of a list with the mark where it says who is meant."""
    return row | {name: text for name in ("name", "address") if name in row}


def _in_each(facts: dict, text: str) -> dict:
    """The same facts with the mark wherever they hold a text but a day; where none does, beside them."""
    swapped = {key: _swapped(value, text) for key, value in facts.items()}
    return swapped if swapped != facts or not facts else swapped | {"mark": text}


def _swapped(value, text: str):
    if isinstance(value, str):
        return text if value and not DAY.match(value) else value
    return [text for _each in value] if _are_texts(value) else value


def _are_texts(value) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _saved(model, found: list, names: tuple[str, ...]) -> None:
    if model._meta.label == "people.User":
        for person in found:
            person.search_name = searchable(person.printed_name)
        names = (*names, "search_name")
        addresses = {person.pk: person.email for person in found}
        for address in EmailAddress.objects.filter(user__in=addresses):
            address.email = addresses[address.user_id]
            address.save(update_fields=["email"])
    model._base_manager.bulk_update(found, names, batch_size=200)
