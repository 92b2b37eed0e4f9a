"""What must be so before the site can serve, as system checks."""

from django.core.checks import Tags, Warning, register

from . import catalogues


@register(Tags.translation)
def languages_have_catalogues(app_configs, **kwargs) -> list[Warning]:
    """Django answers 404 to every address of a language that has no compiled catalogue."""
    return [
        Warning(
            f"The language “{language}” has no compiled message catalogue.",
            hint="Run `manage.py compile_messages`.",
            id="foundation.W001",
        )
        for language in catalogues.translated_languages()
        if not catalogues.path_of(language).with_suffix(".mo").exists()
    ]
