"""Development and the demo: everything on this machine, mail in files under var/mail."""

from .base import *  # noqa: F403
from .base import BASE_DIR
from .env import flag

# The demo shows the project's own pages for what is not there; DEBUG=1 shows Django's.
DEBUG = flag("DEBUG")
SECRET_KEY = "only-for-development-and-demo"  # noqa: S105 - production refuses to start with it
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"]  # noqa: S104 - host names, not a bind
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Demo accounts have no telephone to hold a second factor.
SECOND_FACTOR_REQUIRED = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
