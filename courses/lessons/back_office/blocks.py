"""The parts of a rubric as the editor of the back office composes them, in the source language."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..source.rubrics import MOST_COMMENTS, MOST_CRITERIA, MOST_LEVELS, TEXT, TITLE
from ..source.text import unreadable


def readable(text: str) -> None:
    """Raises ValidationError where a character can be neither stored nor shown."""
    if unreadable(text):
        raise ValidationError(_("This has a character that cannot be kept."), code="bad_character")


def _line(label, **kwargs) -> blocks.CharBlock:
    return blocks.CharBlock(label=label, max_length=TITLE, validators=[readable], **kwargs)


def _text(label, **kwargs) -> blocks.TextBlock:
    return blocks.TextBlock(label=label, max_length=TEXT, rows=2, validators=[readable], **kwargs)


def _code() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("Code"),
        max_length=60,
        required=False,
        validators=[validate_slug],
        help_text=_(
            "Lower-case letters, digits, hyphens. Empty: made from the title. Another code is another thing."
        ),
    )


def _points(label, **kwargs) -> blocks.DecimalBlock:
    return blocks.DecimalBlock(label=label, min_value=0, max_digits=6, decimal_places=2, **kwargs)


class LevelBlock(blocks.StructBlock):
    title = _line(_("Level"))
    points = _points(_("Points"))
    description = _text(_("What the work shows"), required=False)
    code = _code()

    class Meta:
        icon = "bars"
        label = _("Level")


class CriterionBlock(blocks.StructBlock):
    title = _line(_("Criterion"))
    description = _text(_("Description"), required=False)
    most = _points(
        _("Points at most"),
        required=False,
        help_text=_("Of a marking guide. In a rubric these are the points of the best level."),
    )
    levels = blocks.ListBlock(LevelBlock(), label=_("Levels"), max_num=MOST_LEVELS, default=[])
    code = _code()

    class Meta:
        icon = "tasks"
        label = _("Criterion")


class CommentBlock(blocks.StructBlock):
    text = _text(_("Comment"))
    criterion = blocks.CharBlock(
        label=_("Code of the criterion"),
        required=False,
        max_length=60,
        help_text=_("Empty: for the work as a whole."),
    )
    code = _code()

    class Meta:
        icon = "comment"
        label = _("Comment")


# Streams of one kind each: at the top of a form the editor's script handles a list badly.
CRITERIA = blocks.StreamBlock(
    [("criterion", CriterionBlock())], min_num=1, max_num=MOST_CRITERIA, collapsed=True
)
COMMENTS = blocks.StreamBlock(
    [("comment", CommentBlock())], max_num=MOST_COMMENTS, required=False, collapsed=True
)
