"""Languages: those of the interface, those of content, and Amharic, which Django does not know."""

from django.conf import locale as django_locales
from django.utils.translation import gettext_lazy as _

from .env import BASE_DIR

# Django has no entry for Amharic; without one its name cannot be looked up.
django_locales.LANG_INFO.setdefault(
    "am", {"bidi": False, "code": "am", "name": "Amharic", "name_local": "አማርኛ"}
)

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
    ("am", _("Amharic")),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "clikc.foundation.formats"

# Names on records exist in two languages more than the interface does.
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("en", "fr", "es", "ar", "am", "pt", "ru")
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)

LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
