"""What is always so. One paragraph a subject; one file beside this one an integration."""

from .accounts import *  # noqa: F403
from .cms import *  # noqa: F403
from .database import configured
from .env import BASE_DIR, text
from .languages import *  # noqa: F403
from .languages import LANGUAGES
from .security import *  # noqa: F403
from .tasks import *  # noqa: F403
from .tasks import QUEUE_APPS

# --- Who we are -----------------------------------------------------------------------------
SITE_NAME = "CLiKC!"
ROOT_URLCONF = "clikc.urls"
WSGI_APPLICATION = "clikc.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
# The address is unique through a constraint on its lower case, which this check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

# --- The rooms: read in order, the life of a learner ------------------------------------------
INSTALLED_APPS = [
    # the ground
    "clikc.foundation",
    "clikc.people",
    "clikc.home",
    "clikc.jobs",
    "clikc.post",
    # what can be learned
    "courses.catalogue",
    "courses.quizzes",
    "courses.lessons",
    # who learns it, and what came of it
    "enrolment",
    "enrolment.membership",
    "enrolment.programmes",
    "enrolment.admissions",
    "enrolment.intake",
    "enrolment.progress",
    "enrolment.assessment",
    "enrolment.grading",
    "enrolment.advising",
    "enrolment.completion",
    "enrolment.surveys",
    "enrolment.certificates",
    "enrolment.following",
    "enrolment.classroom",
    "enrolment.tutoring",
    "enrolment.secretariat",
    "enrolment.coordination",
    "enrolment.demo",
    # names on records, in every language (before the admin, which it extends)
    "modeltranslation",
    # accounts
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    # pages
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "clikc.people.apps.PeopleInBackOffice",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    # The explorer of pages asks for its address.
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    # work that outlasts a request
    "django_tasks",
    "django_tasks_db",
    *QUEUE_APPS,
    # Django
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clikc.foundation.middleware.RefuseUnreadable",
    "clikc.foundation.middleware.NoteArrival",
    "clikc.foundation.middleware.ContentSecurityPolicy",
    "django.middleware.gzip.GZipMiddleware",
    "clikc.foundation.privacy.KeepPrivate",
    "clikc.foundation.health.HealthFirst",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clikc.people.middleware.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "clikc.people.middleware.ReaderTimeZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "clikc.foundation.protected.SayWhatStays",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "clikc.people.middleware.BackOfficeSecondFactor",
    "clikc.people.middleware.OwnSecondFactor",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clikc.home.context.chrome",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "clikc.foundation.templatetags.components",
            ],
        },
    }
]

# --- Data -------------------------------------------------------------------------------------
DATABASES = {"default": configured()}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
REDIS_URL = text("REDIS_URL")
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "var" / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
COURSE_CONTENT_DIR = BASE_DIR / "courses" / "content"

# --- Mail -------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "CLiKC! <no-reply@clikc.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Logs: no names, answers, codes or addresses of people ---------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "clikc.foundation.logs.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Wagtail writes titles of pages at INFO.
        "wagtail": {"level": "WARNING"},
        # Django's own handlers write, and mail, what the formatter leaves out.
        "django": {"level": "INFO", "handlers": []},
        "django.server": {"level": "INFO", "handlers": [], "propagate": True},
    },
}

INTERFACE_LANGUAGES = [code for code, _name in LANGUAGES]
