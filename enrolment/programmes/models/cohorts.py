"""People who travel through courses together."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clikc.people.actors import actor
from clikc.people.roles import Role
from clikc.people.validators import printable_name

from .runs import CourseRun


class CohortQuerySet(models.QuerySet):
    def open(self) -> "CohortQuerySet":
        return self.filter(closed_at__isnull=True)

    def visible_to(self, user) -> "CohortQuerySet":
        """Those of the administrations ``user`` coordinates, those she tutors, those she is in."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        mine = Q(administration__in=user.administrations_coordinated)
        if user.has_role(Role.TUTOR):
            mine |= Q(tutor=user)
        member_of = CohortMember.objects.current().filter(person=user)
        return self.filter(mine | Q(pk__in=member_of.values("cohort")))


class Cohort(models.Model):
    """People of an administration who take the same courses by the same day."""

    administration = models.ForeignKey(
        "people.Administration", on_delete=models.PROTECT, related_name="cohorts"
    )
    name = models.CharField(_("name"), max_length=120, validators=[printable_name])
    language = models.CharField(
        _("language"),
        max_length=8,
        blank=True,
        help_text=_("The language the courses are offered in. Everybody can change it."),
    )
    opens_on = models.DateField(_("opens"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    welcome = models.TextField(_("welcome text"), max_length=4000, blank=True)
    tutor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cohorts_tutored",
        verbose_name=_("tutor"),
    )
    cloned_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="clones"
    )
    made_by = actor()
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = actor()
    # One more with every change: a form that was opened before somebody else's change says so.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=models.F("opens_on")),
                name="programmes_cohort_due_after_opening",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CohortCourse(models.Model):
    """A course of a cohort, perhaps as a run with seats."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="courses")
    course = models.ForeignKey("catalogue.Course", on_delete=models.PROTECT, related_name="cohorts")
    run = models.ForeignKey(
        CourseRun, on_delete=models.PROTECT, null=True, blank=True, related_name="cohorts"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("course of a cohort")
        verbose_name_plural = _("courses of a cohort")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "course"], name="programmes_course_once_in_cohort"),
        ]

    def __str__(self):
        return f"{self.cohort_id} · {self.course_id}"


class CohortMemberQuerySet(models.QuerySet):
    def current(self) -> "CohortMemberQuerySet":
        return self.filter(left_at__isnull=True)

    def visible_to(self, user) -> "CohortMemberQuerySet":
        """Members of cohorts that ``user`` coordinates or tutors, and oneself. A coordinator no longer sees
        who has moved to another administration."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        here = user.administrations_coordinated
        mine = Q(person=user) | Q(cohort__administration__in=here, person__administration__in=here)
        if user.has_role(Role.TUTOR):
            mine |= Q(cohort__tutor=user)
        return self.filter(mine)


class CohortMember(models.Model):
    """Somebody in a cohort, from when to when."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cohort_memberships"
    )
    joined_at = models.DateTimeField(_("joined"))
    added_by = actor()
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    # When her welcome letter was written down; it is written once.
    welcomed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CohortMemberQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        verbose_name = _("member of a cohort")
        verbose_name_plural = _("members of a cohort")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="programmes_member_once"),
        ]

    def __str__(self):
        return f"{self.person_id} in {self.cohort_id}"


class CohortChangeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CohortChangeQuerySet":
        """Those of the cohorts ``user`` may see."""
        return self.filter(cohort__in=Cohort.objects.visible_to(user).values("pk"))


class CohortChange(models.Model):
    """What was changed in a cohort: who, when, in which role. Append-only.

    ``changed``: name of a fact → [before, after], as ``cohorts.py::facts_as_data`` writes them.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", _("Changed")
        CLOSED = "closed", _("Closed")
        REOPENED = "reopened", _("Opened again")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    version = models.PositiveIntegerField()
    by = actor()
    role = models.CharField(max_length=32, blank=True)
    changed = models.JSONField(default=dict)
    at = models.DateTimeField()

    objects = CohortChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name = _("change of a cohort")
        verbose_name_plural = _("changes of cohorts")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "version"], name="programmes_cohort_version_once"),
        ]

    def __str__(self):
        return f"{self.cohort_id} {self.kind} {self.version}"


class CohortDraftQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CohortDraftQuerySet":
        """One's own, in the administrations one coordinates now."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(owner=user, administration__in=user.administrations_coordinated)


class CohortDraft(models.Model):
    """A cohort that is being put together, page by page; or people who are being put into ``cohort``.

    Nothing of it has happened before ``made``. ``people`` are the ids of those still to be put in, ``facts``
    as ``cohorts.py::facts_as_data``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    administration = models.ForeignKey("people.Administration", on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    cloned_from = models.ForeignKey(
        Cohort, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    people = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    # The cohort that was made of it: sending the last page twice makes one.
    made = models.ForeignKey(Cohort, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    touched_at = models.DateTimeField(auto_now=True)

    objects = CohortDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-touched_at"]
        verbose_name = _("cohort in preparation")
        verbose_name_plural = _("cohorts in preparation")

    def __str__(self):
        return str(self.pk)
