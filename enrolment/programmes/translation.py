from modeltranslation.translator import TranslationOptions, register

from .models import (
    Programme,
    ProgrammeEvent,
    ProgrammeLetter,
    ProgrammeModule,
    ProgrammeSession,
    SessionEvent,
    SessionModule,
)


class Titled(TranslationOptions):
    fields = ("title",)
    required_languages = ("en",)


@register(Programme)
class ProgrammeTranslation(TranslationOptions):
    fields = ("title", "summary")
    required_languages = {"en": ("title",)}


@register(ProgrammeModule)
class ProgrammeModuleTranslation(Titled):
    pass


@register(ProgrammeEvent)
class ProgrammeEventTranslation(Titled):
    pass


@register(ProgrammeSession)
class ProgrammeSessionTranslation(Titled):
    pass


@register(SessionModule)
class SessionModuleTranslation(Titled):
    pass


@register(SessionEvent)
class SessionEventTranslation(Titled):
    pass


@register(ProgrammeLetter)
class ProgrammeLetterTranslation(TranslationOptions):
    fields = ("words",)
