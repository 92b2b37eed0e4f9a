from modeltranslation.translator import TranslationOptions, register

from .models import Choice, Question


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("text", "explanation", "picture_alt")


@register(Choice)
class ChoiceTranslation(TranslationOptions):
    fields = ("text",)
