"""One settings file. Every value is read by a typed reader and documented in docs/settings.md (a test compares)."""

import sys
from pathlib import Path

import dj_database_url
import sqlcipher3
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from kopuro import PACKAGES
from kopuro.core.environment import Environment, kept_secret
from kopuro.core.problems import Problem

# Django's SQLite backend takes the module named sqlite3; the wheel's engine is newer than the system's, whose
# write-ahead log can be corrupted by two connections (see docs/adr/0002-sqlite-engine.md).
sys.modules["sqlite3"] = sqlcipher3
sys.modules["sqlite3.dbapi2"] = sqlcipher3.dbapi2

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent

environment = Environment()

DATA = environment.folder("KOPURO_DATA", ROOT / "var")
DEBUG = environment.flag("KOPURO_DEBUG", False)
HTTPS = environment.flag("KOPURO_HTTPS", False)
SECRET_KEY = environment.text("KOPURO_SECRET_KEY") or kept_secret(DATA)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *environment.words("KOPURO_HOSTS")]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in environment.words("KOPURO_HOSTS") if host != "*"]
TIME_ZONE = environment.text("KOPURO_TIME_ZONE", "Asia/Bishkek")
UPLOAD_LIMIT = environment.number("KOPURO_UPLOAD_MB", 25, low=1, high=1024) * 1024 * 1024
THREADS = environment.number("KOPURO_THREADS", 4, low=1, high=64)
EMAIL_HOST = environment.text("KOPURO_MAIL_HOST")
EMAIL_PORT = environment.number("KOPURO_MAIL_PORT", 25, low=1, high=65535)
DEFAULT_FROM_EMAIL = environment.text("KOPURO_MAIL_FROM", "kopuro@localhost")
MODEL = environment.text("KOPURO_MODEL")
MODEL_URL = environment.text("KOPURO_MODEL_URL")
MODEL_KEY = environment.text("KOPURO_MODEL_KEY")

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

# --- database ---------------------------------------------------------------------------------------------------
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(DATA / "kopuro.sqlite3"),
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY",
    },
    # A test on SQLite uses a file, because write-ahead logging does not exist in memory.
    "TEST": {"NAME": str(DATA / "test.sqlite3")},
    "CONN_MAX_AGE": None,
}


def database(url: str) -> dict:
    if not url:
        return SQLITE
    try:
        values = dj_database_url.parse(url)
    except (ValueError, KeyError, dj_database_url.UnknownSchemeError) as error:
        raise Problem(
            "settings.database",
            "DATABASE_URL can't be read. Write postgresql://user:password@host:5432/name or unset it.",
        ) from error
    if values["ENGINE"] == "django.db.backends.sqlite3":
        return SQLITE | {"NAME": values["NAME"]}
    if values["ENGINE"] != "django.db.backends.postgresql":
        raise Problem("settings.database", "DATABASE_URL must name PostgreSQL 15 or newer, or SQLite; or unset it.")
    return {**values, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": database(environment.text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the one application ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "kopuro.web.apps.Kopuro",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kopuro.web.middleware.actor",
    "kopuro.web.middleware.problems",
]
ROOT_URLCONF = "kopuro.web.urls"
WSGI_APPLICATION = "kopuro.web.wsgi.application"
MIGRATION_MODULES = {"kopuro": "kopuro.migrations"}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / name / "templates" for name in reversed(PACKAGES)],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kopuro.web.navigation.navigation",
            ],
            "libraries": {
                "kopuro_parts": "kopuro.core.templatetags.kopuro_parts",
                "kopuro_words": "kopuro.core.templatetags.kopuro_words",
                "kopuro_activities": "kopuro.activities.templatetags.kopuro_activities",
                "kopuro_rooms": "kopuro.rooms.templatetags.kopuro_rooms",
            },
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kopuro.core.templatetags.kopuro_parts",
                "kopuro.core.templatetags.kopuro_words",
                "kopuro.activities.templatetags.kopuro_activities",
                "kopuro.rooms.templatetags.kopuro_rooms",
            ],
        },
    }
]

# --- static and uploaded files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Uploaded files have no address of their own: every one is handed out by a page that checks who asks.
MEDIA_ROOT = DATA / "files"
MEDIA_URL = "/files-are-served-by-pages/"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- sign-in ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "kopuro.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["kopuro.people.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "kopuro.web.sign_in.InvitedOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- words --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
# A language is offered when its words stand in locale/; a page half in one and half in another helps nobody.
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016", "security.W021"]
TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
