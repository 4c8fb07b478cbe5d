"""Every setting, in one file, from the environment; without DATABASE_URL, the demonstration."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any, NoReturn

from csp.constants import NONCE, NONE, SELF

from core.kept import kept
from core.postgres.address import parse_url
from core.postgres.place import connection_parameters

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"


def refuse(sentence: str) -> NoReturn:
    """A server that is not set up says so in one sentence; a traceback would bury it."""
    sys.stderr.write(f"Dissoi cannot start: {sentence}\n")
    raise SystemExit(2)


def flag(name: str) -> bool:
    """Whether the environment switches this on."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def listed(name: str) -> list[str]:
    """A comma-separated list from the environment."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def database(url: str) -> dict[str, Any]:
    """The one database: the named one, or the embedded server's (which settings never start)."""
    try:
        found: dict[str, Any] = parse_url(url) if url else connection_parameters()
    except ValueError as error:
        refuse(f"DATABASE_URL cannot be read: {error}.")
    found |= {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    found.setdefault("OPTIONS", {})["prepare_threshold"] = 3  # only `core.statements` prepares any
    if SERVING:
        # Each thread has a connection to itself, so waiting for one means that the server is away: soon a page says so.
        # An attempt that goes on for long tries ever more seldom; one that ends early begins anew with the next page.
        threads = WEB_THREADS + LIVE_THREADS
        found["OPTIONS"]["pool"] = {"min_size": 2, "max_size": threads + 2, "timeout": 4, "reconnect_timeout": 4}
    return found


# --- Demonstration or production --------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL", "").strip()
DEMO = not DATABASE_URL
DEBUG = DEMO and flag("DEBUG")
SERVING = flag("DISSOI_SERVING")
WEB_THREADS = int(os.environ.get("WEB_THREADS") or 8)
LIVE_THREADS = 3  # that ask the database for all streams together
LIVE_STREAMS = int(os.environ.get("LIVE_STREAMS") or 4000)  # that one process carries; each holds a file descriptor

if DEMO:
    SECRET_KEY = kept("secret-key", lambda: secrets.token_urlsafe(48), folder=VAR)
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
else:
    SECRET_KEY = os.environ.get("SECRET_KEY", "").strip()
    ALLOWED_HOSTS = listed("ALLOWED_HOSTS")
    if not SECRET_KEY:
        refuse(
            "SECRET_KEY is not set; make one with"
            " `python3 -c 'import secrets; print(secrets.token_urlsafe(48))'` and keep it secret."
        )
    if not ALLOWED_HOSTS:
        refuse("ALLOWED_HOSTS is not set; name the site's hosts, as in ALLOWED_HOSTS=debates.example.org.")

DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Application ------------------------------------------------------------------------

INSTALLED_APPS = [
    "debates.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "axes",
    "rest_framework",
    "drf_spectacular",
    "core",
    "debates.apps.DebatesConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.Strangers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.Languages",
    "core.middleware.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"
ASGI_APPLICATION = "core.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "debates.web.context.site",
            ],
        },
    },
]

# --- People -----------------------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 1 / 6  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ADMIN = False  # what it keeps is nobody's desk work
AXES_LOCKOUT_CALLABLE = "core.accounts.views.locked_out"
AXES_HTTP_RESPONSE_CODE = 429
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # who signed in when and from where is nobody's business

# --- What browsers are told -------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = not DEMO
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")
CSRF_FAILURE_VIEW = "core.accounts.views.form_expired"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = int(os.environ.get("SECURE_HSTS_SECONDS") or 0)
X_FRAME_OPTIONS = "DENY"
if PROXY_HEADER := os.environ.get("SECURE_PROXY_SSL_HEADER", "").strip():
    # Only when asked for: a server without a proxy that trusted this header would believe anybody.
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{PROXY_HEADER.upper().replace('-', '_')}", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

# --- For programmes ---------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["core.api_auth.BearerAuthentication", "core.api_auth.PageAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [],  # who may do what is said by the queries and services
    "DEFAULT_PARSER_CLASSES": ["core.api_json.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["core.api_json.JSONRenderer"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.api_errors.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Dissoi",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PATH_CONVERTER_OVERRIDES": {
        "id": {"type": "integer", "minimum": 1, "maximum": 999_999_999_999_999_999},
        "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    },
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,  # they speak to whoever reads the code
    "COMPONENT_SPLIT_PATCH": False,  # an edit has a form of its own, which says what must be sent
    "POSTPROCESSING_HOOKS": ["debates.api.schema.finished"],
    "SORT_OPERATIONS": False,
}

# --- Languages and time -----------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "core" / "locale", VAR / "locale"]  # what is written; what is compiled of it
TIME_ZONE = "UTC"
USE_TZ = True

# --- Files, mail, log -------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", VAR / "assets"]
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "core.storage.AppFiles"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # half the work at a first start
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.storage.HashedStaticStorage"},
}

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "dissoi@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST and not DEMO else 'console'}.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},  # a mistyped address is nobody's fault here
}

# var/assets is made when the fonts are cut, which linters and tests need not wait for.
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]
