"""Files of questions between the report of what they would do and the word to do it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from .bank import QuestionBank

KEPT_FOR = timedelta(hours=24)


class QuestionUploadQuerySet(models.QuerySet):
    def visible_to(self, user) -> "QuestionUploadQuerySet":
        """One's own."""
        return self.filter(person=user)

    def stale(self) -> "QuestionUploadQuerySet":
        """Those nobody has come back to for a day."""
        return self.filter(uploaded_at__lt=timezone.now() - KEPT_FOR)


class QuestionUpload(models.Model):
    """A file of questions that somebody has sent and not yet confirmed, and how and where it is read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    bank = models.ForeignKey(QuestionBank, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    format = models.CharField(max_length=16)
    language = models.CharField(max_length=10)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = QuestionUploadQuerySet.as_manager()

    def __str__(self):
        return self.name
