"""A file of officers, and its rows."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from clikc.people.roles import Role


class Outcome(models.TextChoices):
    """What becomes of a row. ``""`` stands for a row that was read and not yet looked at.

    ``existing``: a member, who is put into the cohort. ``approve``: she registered here and waits; she is
    approved. ``enrolled``: in the cohort already, with everything. ``unchanged``: a member, and no cohort
    was asked for.
    """

    NEW = "new", _("New officer")
    EXISTING = "existing", _("Already a member")
    APPROVE = "approve", _("Waiting registration")
    ENROLLED = "enrolled", _("Already enrolled")
    UNCHANGED = "unchanged", _("Nothing to do")
    BROKEN = "broken", _("To be mended")


class OfficerImportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfficerImportQuerySet":
        """One's own, as long as one coordinates the administration (permissions.md: import_job)."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN):
            return self
        return self.filter(owner=user, administration__in=user.administrations_coordinated)

    def unfinished(self) -> "OfficerImportQuerySet":
        return self.filter(state__in=OfficerImport.UNFINISHED)


def _place(item: "OfficerImport", _name: str) -> str:
    """A folder of its own, under a name that says nothing; no address of the site leads there."""
    return f"imports/{item.pk}/{uuid.uuid4().hex}"


class OfficerImport(models.Model):
    """A file of officers that somebody sent for an administration, perhaps into a cohort.

    ``plan_digest`` names what a confirmation confirms. ``refusal`` is a code of ``reasons.py``. ``notes``
    holds ``ignored`` (headers), ``guessed`` (an encoding), ``sheets``, ``dates`` and ``units`` (new names).
    ``counts`` is outcome → rows: of the plan, and once it is done of what came of it.
    """

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        PLANNED = "planned", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        RUNNING = "running", _("Being done")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Not readable")
        CANCELLED = "cancelled", _("Put aside")

    UNFINISHED = (State.READING, State.PLANNED, State.CONFIRMED, State.RUNNING)
    AGREED = (State.CONFIRMED, State.RUNNING, State.DONE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    administration = models.ForeignKey(
        "people.Administration", on_delete=models.CASCADE, related_name="officer_imports"
    )
    # Nobody where it came by the command line.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="officer_imports",
        verbose_name=_("made by"),
    )
    cohort = models.ForeignKey(
        "programmes.Cohort",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="officer_imports",
        verbose_name=_("cohort"),
    )
    file = models.FileField(_("file"), upload_to=_place, max_length=200, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=255)
    digest = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.READING)
    refusal = models.CharField(max_length=48, blank=True)
    refusal_line = models.PositiveBigIntegerField(default=0)
    refusal_detail = models.CharField(max_length=200, blank=True)
    notes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    total = models.PositiveIntegerField(_("rows"), default=0)
    counts = models.JSONField(default=dict)
    plan_digest = models.CharField(max_length=64, blank=True)
    job_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(_("sent"))
    planned_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    finished_at = models.DateTimeField(_("done"), null=True)

    objects = OfficerImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        verbose_name = _("import of officers")
        verbose_name_plural = _("imports of officers")
        indexes = [models.Index(fields=["administration", "digest"], name="intake_same_file")]

    def __str__(self):
        return str(self.pk)


class ImportRowQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ImportRowQuerySet":
        return self.filter(officer_import__in=OfficerImport.objects.visible_to(user))

    def undone(self) -> "ImportRowQuerySet":
        return self.filter(done_at__isnull=True)


class ImportRow(models.Model):
    """A row of the file that holds something. ``line`` is its number as the sheet counts.

    ``reasons`` are codes of ``reasons.py``, a detail behind a colon: ``address_twice:12``. ``done_at`` is
    written in the transaction that did what the row asks for.
    """

    officer_import = models.ForeignKey(OfficerImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveBigIntegerField(_("line"))
    address = models.CharField(_("e-mail address"), max_length=254, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    gender = models.CharField(_("gender"), max_length=8, blank=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices, blank=True)
    reasons = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["line"]
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        constraints = [
            models.UniqueConstraint(fields=["officer_import", "line"], name="intake_line_once"),
        ]
        indexes = [
            models.Index(fields=["officer_import", "address"], name="intake_address"),
            models.Index(fields=["officer_import", "outcome", "line"], name="intake_outcome"),
        ]

    def __str__(self):
        return f"{self.officer_import_id} · {self.line}"


class NominationFileQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NominationFileQuerySet":
        """One's own, as long as one coordinates the administration."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(owner=user, administration__in=user.administrations_coordinated)


class NominationFile(models.Model):
    """A spreadsheet of nominations as it was read: the file itself is not kept.

    ``rows``: what each row says and what would become of it, as ``nominations/rows.py::Row``; ``counts``:
    outcome → rows. ``digest`` names what a confirmation confirms. ``notes`` holds ``ignored`` (headers),
    ``guessed`` (an encoding), ``sheets`` and ``days`` (as ``nominations/days.py::order_of``). Nothing has
    happened before ``done_at``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    administration = models.ForeignKey("people.Administration", on_delete=models.CASCADE, related_name="+")
    call = models.ForeignKey("admissions.Call", on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(_("name of the file"), max_length=255)
    rows = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("sent"))
    done_at = models.DateTimeField(_("done"), null=True)

    objects = NominationFileQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        verbose_name = _("file of nominations")
        verbose_name_plural = _("files of nominations")

    def __str__(self):
        return str(self.pk)
