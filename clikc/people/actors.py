"""Who did something, as a column of a record of any room."""

from django.conf import settings
from django.db import models


def actor() -> models.ForeignKey:
    """Who did something; stays empty where the account is gone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
