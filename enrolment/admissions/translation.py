from modeltranslation.translator import TranslationOptions, register

from .models import Call, CallDocument


@register(Call)
class CallTranslation(TranslationOptions):
    fields = ("words",)


@register(CallDocument)
class CallDocumentTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("en",)
