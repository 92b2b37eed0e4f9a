from modeltranslation.translator import TranslationOptions, register

from .models import BankComment, Criterion, Level


@register(Criterion)
class CriterionTranslation(TranslationOptions):
    fields = ("title", "description")


@register(Level)
class LevelTranslation(TranslationOptions):
    fields = ("title", "description")


@register(BankComment)
class BankCommentTranslation(TranslationOptions):
    fields = ("text",)
