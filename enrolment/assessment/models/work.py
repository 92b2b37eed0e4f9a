"""Work handed in: what is being written, what was handed in, its files, and what resembles what."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clikc.people.roles import Role

# No letters or digits that are read for one another, and no vowels: no code is a word.
CODE_SIGNS = "BCDFGHJKLMNPQRSTVWXZ23456789"


def _new_code() -> str:
    signs = [secrets.choice(CODE_SIGNS) for _place in range(8)]
    return f"{''.join(signs[:4])}-{''.join(signs[4:])}"


def _file_place(item: "SubmittedFile", _name: str) -> str:
    """A folder of its own, under a name that says nothing; no address of the site leads there."""
    return f"work/{item.submission_id}/{uuid.uuid4().hex}"


def _actor():
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SubmissionQuerySet":
        """Own work and that of one's teams; all of it for programme managers and administrators.

        Tutors see work through their markings alone (``enrolment.grading``).
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        return self.of(user)

    def of(self, person) -> "SubmissionQuerySet":
        """Work that is hers to write: her own, and that of the team she is in now."""
        in_team = Q(team__members__person=person, team__members__left_at__isnull=True)
        return self.filter(
            pk__in=self.model.objects.filter(Q(enrolment__learner=person) | in_team).values("pk")
        )

    def handed_in(self) -> "SubmissionQuerySet":
        return self.filter(handed_in_at__isnull=False)


class Submission(models.Model):
    """One work of a participant, or of a team, for one assignment of a course run: from the first typed word.

    ``code`` names it where its author is not to be known. ``draft`` is what is being written, as sanitised
    HTML; ``draft_sequence`` is the browser's count, an older one that arrives late overwrites nothing.
    ``draft_version`` grows with every saved draft: members of a team who write at once are told.
    ``handed_in_at`` is that of the newest hand-in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=9, unique=True, default=_new_code, editable=False)
    run_assignment = models.ForeignKey(
        "programmes.RunAssignment", on_delete=models.PROTECT, related_name="submissions"
    )
    enrolment = models.ForeignKey(
        "admissions.Enrolment", on_delete=models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    team = models.ForeignKey(
        "programmes.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    draft = models.TextField(_("draft"), blank=True)
    draft_sequence = models.BigIntegerField(default=0)
    draft_version = models.PositiveIntegerField(default=0)
    draft_saved_at = models.DateTimeField(_("draft saved"), null=True)
    draft_by = _actor()
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True)
    # Somebody has begun to mark what was handed in last: nothing takes its place any more.
    locked_at = models.DateTimeField(null=True)
    # What was handed in last is released, and may be handed in anew until then.
    resubmit_until = models.DateTimeField(_("may be resubmitted until"), null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["begun_at"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.CheckConstraint(
                condition=Q(enrolment__isnull=False, team__isnull=True)
                | Q(enrolment__isnull=True, team__isnull=False),
                name="assessment_work_of_one_or_a_team",
            ),
            models.UniqueConstraint(fields=["run_assignment", "enrolment"], name="assessment_one_work_each"),
            models.UniqueConstraint(fields=["run_assignment", "team"], name="assessment_one_work_a_team"),
        ]

    def __str__(self):
        return self.code


class HandInQuerySet(models.QuerySet):
    def visible_to(self, user) -> "HandInQuerySet":
        return self.filter(submission__in=Submission.objects.visible_to(user).values("pk"))


class HandIn(models.Model):
    """A work as it was handed in, once and for all. The newest is the one that is marked.

    ``number`` counts every hand-in; ``attempt`` is 1 until a released work is handed in anew: one that takes
    the place of an earlier one before anybody began to mark it belongs to the same attempt. ``due_at``,
    ``late_days`` and ``late_percent`` are what held at that moment, or with more time granted since.
    ``statement`` is the statement of own work as it was agreed to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="hand_ins")
    number = models.PositiveSmallIntegerField(_("number"))
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    text = models.TextField(_("text"), blank=True)
    plain = models.TextField(blank=True, editable=False)
    words = models.PositiveIntegerField(_("words"), default=0)
    language = models.CharField(_("language"), max_length=8, blank=True)
    statement = models.TextField(_("statement of own work"))
    due_at = models.DateTimeField(_("due"))
    late_days = models.PositiveSmallIntegerField(_("days late"), default=0)
    late_percent = models.DecimalField(
        _("taken off for lateness, per cent"), max_digits=5, decimal_places=2, default=0
    )
    by = _actor()
    at = models.DateTimeField(_("handed in"))

    objects = HandInQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("hand-in")
        verbose_name_plural = _("hand-ins")
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="assessment_hand_in_once"),
        ]

    def __str__(self):
        return f"{self.submission_id} no. {self.number}"

    @property
    def is_late(self) -> bool:
        return self.late_days > 0


class SubmittedFileQuerySet(models.QuerySet):
    def current(self) -> "SubmittedFileQuerySet":
        """Files of drafts that were not taken away."""
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user) -> "SubmittedFileQuerySet":
        return self.filter(submission__in=Submission.objects.visible_to(user).values("pk"))


class SubmittedFile(models.Model):
    """A file of a work: checked by its content when it came (``clikc/foundation/documents``).

    ``hand_ins``: those it belongs to; none while it is only in the draft. ``blind`` is the same file without
    who made it. ``plain`` is its text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    hand_ins = models.ManyToManyField(HandIn, related_name="files")
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=8)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size, bytes"))
    pages = models.PositiveIntegerField(_("pages"), default=0)
    digest = models.CharField(max_length=64)
    file = models.FileField(upload_to=_file_place, max_length=200)
    blind = models.FileField(upload_to=_file_place, max_length=200, blank=True)
    plain = models.TextField(blank=True, editable=False)
    by = _actor()
    at = models.DateTimeField(_("sent"))
    removed_at = models.DateTimeField(_("taken away"), null=True)

    objects = SubmittedFileQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("file of a work")
        verbose_name_plural = _("files of works")
        constraints = [
            # The same file sent twice, by a line that broke off, is there once.
            models.UniqueConstraint(
                fields=["submission", "digest"],
                condition=Q(removed_at__isnull=True),
                name="assessment_file_once",
            ),
        ]

    def __str__(self):
        return f"{self.submission_id} · {self.kind}"


class DueExtensionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DueExtensionQuerySet":
        """Own ones; everybody's for programme managers and administrators."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        return self.filter(enrolment__learner=user)


class DueExtension(models.Model):
    """A later due time for one participant at one assignment, with the reason. The newest counts."""

    run_assignment = models.ForeignKey(
        "programmes.RunAssignment", on_delete=models.CASCADE, related_name="due_extensions"
    )
    enrolment = models.ForeignKey(
        "admissions.Enrolment", on_delete=models.CASCADE, related_name="due_extensions"
    )
    due_at = models.DateTimeField(_("due"))
    reason = models.CharField(_("reason"), max_length=500)
    by = _actor()
    at = models.DateTimeField(_("granted"))

    objects = DueExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("extension of a due time")
        verbose_name_plural = _("extensions of due times")

    def __str__(self):
        return f"{self.enrolment_id} · {self.run_assignment_id}"


class Resemblance(models.Model):
    """Passages that two works of a run have in common: pointed out to tutors, never judged here.

    ``share`` is per cent of the words of the shorter one; ``passages``:
    ``[[start in one, end in one, start in other, end in other], …]`` in characters of their plain texts.
    """

    one = models.ForeignKey(HandIn, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(HandIn, on_delete=models.CASCADE, related_name="+")
    share = models.DecimalField(_("in common, per cent"), max_digits=5, decimal_places=2)
    passages = models.JSONField(default=list)
    at = models.DateTimeField(_("found"))

    class Meta:
        ordering = ["-share", "pk"]
        verbose_name = _("resemblance")
        verbose_name_plural = _("resemblances")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="assessment_resemblance_once"),
        ]

    def __str__(self):
        return f"{self.one_id} · {self.other_id}"


class WorkPrint(models.Model):
    """Fingerprints of a hand-in's text, to find others that may resemble it without reading them all."""

    hand_in = models.ForeignKey(HandIn, on_delete=models.CASCADE, related_name="prints")
    run = models.ForeignKey("programmes.CourseRun", on_delete=models.CASCADE, related_name="+")
    value = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["run", "value"], name="assessment_print")]

    def __str__(self):
        return f"{self.hand_in_id} · {self.value}"
