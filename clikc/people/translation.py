from modeltranslation.translator import TranslationOptions, register

from .models import Administration, Region


@register(Region)
class RegionTranslation(TranslationOptions):
    fields = ("name",)


@register(Administration)
class AdministrationTranslation(TranslationOptions):
    fields = ("name",)
