"""The door of lessons."""

from .models import LessonPage, ModulePage

__all__ = ["LessonPage", "ModulePage"]
