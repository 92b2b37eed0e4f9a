"""The back office's form for pictures: it refuses what a reader's browser, or ours, could not bear."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .pictures import KINDS, picture_fault

REFUSED = _("This picture cannot be used: it is damaged, has too many pixels, or carries code or links.")


class PictureField(WagtailImageField):
    """Looks before Wagtail does, which opens what it was given without fear."""

    def to_python(self, data):
        if data and self._is_faulty(data):
            raise ValidationError(REFUSED, code="picture_refused")
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # whatever a library stumbles over, it is the file's fault
            raise ValidationError(REFUSED, code="picture_refused") from error

    def _is_faulty(self, data) -> bool:
        kind = PurePosixPath(data.name).suffix.lower().removeprefix(".")
        # Wagtail refuses other kinds and what is too large, and says so.
        if kind not in KINDS or data.size > self.max_upload_size:
            return False
        data.seek(0)
        content = data.read()
        data.seek(0)
        return bool(picture_fault(kind, content, is_described=False)[1])


class ImageForm(BaseImageForm):
    """Wagtail's form with our field in the place of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            own = self.fields["file"]
            self.fields["file"] = PictureField(label=own.label, required=own.required, widget=own.widget)
