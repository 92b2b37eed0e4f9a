"""Marks that come back from a spreadsheet: the file, and what each of its rows would change."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class PackUploadQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PackUploadQuerySet":
        """One's own, nobody else's."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(owner=user)

    def unfinished(self) -> "PackUploadQuerySet":
        return self.exclude(state__in=PackUpload.OVER)


def _place(item: "PackUpload", _name: str) -> str:
    """A folder of its own, under a name that says nothing; no address of the site leads there."""
    return f"marking-packs/{item.pk}/{uuid.uuid4().hex}"


class PackUpload(models.Model):
    """Spreadsheets of an offline marking pack that somebody sent back.

    ``file`` is a ZIP of the spreadsheets alone. ``plan_digest`` names what a confirmation confirms.
    ``refusal`` is a code of ``pack/reasons.py``. ``notes`` holds ``ignored`` (headers), ``guessed`` (an
    encoding) and ``beside`` (pieces that were changed on the page meanwhile). ``counts`` is
    outcome → rows: of the plan, and once it is done of what came of it.
    """

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        PLANNED = "planned", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Not readable")
        CANCELLED = "cancelled", _("Put aside")

    OVER = (State.DONE, State.REFUSED, State.CANCELLED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pack_uploads")
    file = models.FileField(_("file"), upload_to=_place, max_length=200)
    file_name = models.CharField(_("name of the file"), max_length=255)
    digest = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.READING)
    refusal = models.CharField(max_length=48, blank=True)
    refusal_line = models.PositiveBigIntegerField(default=0)
    refusal_detail = models.CharField(max_length=200, blank=True)
    notes = models.JSONField(default=dict)
    total = models.PositiveIntegerField(_("rows"), default=0)
    counts = models.JSONField(default=dict)
    plan_digest = models.CharField(max_length=64, blank=True)
    job_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(_("sent"))
    planned_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    finished_at = models.DateTimeField(_("done"), null=True)

    objects = PackUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        verbose_name = _("marks from a spreadsheet")
        verbose_name_plural = _("marks from spreadsheets")

    def __str__(self):
        return str(self.pk)


class PackRowQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PackRowQuerySet":
        return self.filter(upload__in=PackUpload.objects.visible_to(user).values("pk"))

    def undone(self) -> "PackRowQuerySet":
        return self.filter(done_at__isnull=True)


class PackRow(models.Model):
    """A row of the spreadsheets that names a work, or tries to.

    ``table`` counts the sheets, ``line`` is its number as the sheet counts. ``version`` is that of the
    marking when the plan was made. ``changes`` are the pieces that the row says otherwise than they are
    saved: ``{"piece", "now", "new", "why", "typed"}``; ``why`` is "" or the code of why it is not taken, and
    then ``typed`` is what stood in the cell where that is no value. ``finishes``: the marking is to be
    finished. ``reasons`` are codes of the row as a whole, a detail behind a colon. ``done_at`` is written in
    the transaction that did what the row asks for.
    """

    class Outcome(models.TextChoices):
        TAKEN = "taken", pgettext_lazy("a row of marks", "Taken")
        PARTLY = "partly", pgettext_lazy("a row of marks", "Taken in part")
        UNCHANGED = "unchanged", pgettext_lazy("a row of marks", "Nothing new")
        REFUSED = "refused", pgettext_lazy("a row of marks", "Not taken")

    upload = models.ForeignKey(PackUpload, on_delete=models.CASCADE, related_name="rows")
    table = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100, blank=True)
    line = models.PositiveBigIntegerField(_("line"))
    code = models.CharField(_("code"), max_length=20, blank=True)
    marking = models.ForeignKey("grading.Marking", on_delete=models.CASCADE, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    reasons = models.JSONField(default=list)
    changes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    finishes = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    objects = PackRowQuerySet.as_manager()

    class Meta:
        ordering = ["table", "line"]
        verbose_name = _("row of marks")
        verbose_name_plural = _("rows of marks")
        constraints = [
            models.UniqueConstraint(fields=["upload", "table", "line"], name="grading_pack_line_once"),
        ]

    def __str__(self):
        return f"{self.upload_id} · {self.table}.{self.line}"
