"""Production: everything from the environment, and no start when any of it is unsafe."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import CACHES, DATABASES, REDIS_URL
from .env import flag, listed, number, text


def _required(name: str, why: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {why}")
    return value


def _refuse_weak(name: str, secret: str) -> None:
    is_default = secret.startswith(("django-insecure", "only-for"))
    if is_default or len(secret) < 50 or len(set(secret)) < 10:
        raise ImproperlyConfigured(f"{name} is a default or too weak: use 50 random characters or more.")


def _at_least(least: int, name: str, default: int, why: str) -> int:
    value = number(name, default)
    if value < least:
        raise ImproperlyConfigured(f"{name} must be {least} or more: {why}")
    return value


# --- Refusals -----------------------------------------------------------------------------------
DEBUG = False
if flag("DEBUG"):
    raise ImproperlyConfigured("DEBUG must be off in production.")

SECRET_KEY = _required("SECRET_KEY", "sessions and reset links are signed with it.")
# Secrets of before: what was signed or sealed with them can still be read.
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")
_refuse_weak("SECRET_KEY", SECRET_KEY)
for fallback in SECRET_KEY_FALLBACKS:
    _refuse_weak("SECRET_KEY_FALLBACKS", fallback)

ALLOWED_HOSTS = listed("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or any(host.startswith(("*", ".")) for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must list each host name by itself, no wildcards.")

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database in production.")

# --- Addresses ------------------------------------------------------------------------------------
BASE_URL = text("BASE_URL", f"https://{ALLOWED_HOSTS[0]}")
if urlsplit(BASE_URL).scheme != "https" or urlsplit(BASE_URL).hostname not in map(str.lower, ALLOWED_HOSTS):
    raise ImproperlyConfigured("BASE_URL must begin with https:// and one of ALLOWED_HOSTS.")
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS") or [f"https://{host}" for host in ALLOWED_HOSTS]
if any("*" in origin or not origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS):
    raise ImproperlyConfigured("CSRF_TRUSTED_ORIGINS must list origins with https://, no wildcards.")

# --- Transport ------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = _at_least(
    3600, "HSTS_SECONDS", 31_536_000, "browsers must remember that this site speaks TLS."
)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
ALLAUTH_TRUSTED_PROXY_COUNT = _at_least(
    0, "TRUSTED_PROXY_COUNT", 1 if flag("BEHIND_PROXY") else 0, "it is a number of proxies."
)

# --- Cache: attempts are counted there, so all processes share one --------------------------------
if not REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "clikc_cache",
        # Many addresses at once must not push out what was counted.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }

# --- Files ------------------------------------------------------------------------------------------
MEDIA_ROOT = text("MEDIA_ROOT", str(MEDIA_ROOT))

# --- Mail -------------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _required("EMAIL_HOST", "people verify their address and reset passwords by mail.")
EMAIL_PORT = number("EMAIL_PORT", 587)
EMAIL_HOST_USER = text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 15
