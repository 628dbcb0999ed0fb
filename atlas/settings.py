"""Every setting of the atlas, read from the environment.

``var/atlas.env`` (written by ``make run``) is read too; the environment wins over it. The settings a host
decides are described in docs/hosting.md. An unsafe combination stops the start, see ``atlas/checks.py``.
"""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from atlas.checks import days_of, refuse_unsafe
from atlas.health.databases import database_of
from workplace.login.addresses import networks_of
from workplace.login.lasting import hours_of, minutes_of

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
VAR_DIR = Path(env("ATLAS_VAR", default=str(BASE_DIR / "var")))
env.read_env(VAR_DIR / "atlas.env")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SITE_URL = env("SITE_URL", default="").rstrip("/")
refuse_unsafe(debug=DEBUG, secret_key=SECRET_KEY, allowed_hosts=ALLOWED_HOSTS, site_url=SITE_URL)

INSTALLED_APPS = [
    "atlas.apps.AtlasConfig",
    "handlungsfelder.apps.HandlungsfelderConfig",
    "practices.apps.PracticesConfig",
    "workplace.apps.WorkplaceConfig",
    "exchange.apps.ExchangeConfig",
    "dossiers.apps.DossiersConfig",
    "workplace.apps.WorkplaceAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "compressor",
    "csp",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]

MIDDLEWARE = [
    "atlas.middleware.open_access.OpenAccessMiddleware",
    "atlas.middleware.conditional.ConditionalMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "atlas.static_files.middleware.StaticFilesMiddleware",
    "atlas.middleware.audience.PolicyMiddleware",
    "atlas.middleware.shared_links.SharedLinkMiddleware",
    "atlas.middleware.people.PeoplesSessionMiddleware",
    "atlas.middleware.audience.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "atlas.middleware.people.PeoplesCsrfMiddleware",
    "atlas.middleware.people.PeoplesAuthenticationMiddleware",
    "atlas.middleware.bodies.BodyMiddleware",
    "atlas.middleware.people.PeoplesActingMiddleware",
    "atlas.middleware.people.PeoplesMessageMiddleware",
    "atlas.middleware.people.PeoplesActivityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "atlas.middleware.repeats.RepeatsMiddleware",
    "atlas.middleware.one_state.OneStateMiddleware",
]

ROOT_URLCONF = "atlas.urls"
WSGI_APPLICATION = "atlas.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "atlas.context.site",
            ],
        },
    },
]

DATABASES = {
    "default": database_of(
        env("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'atlas.sqlite3'}"), env("DATABASE_PASSWORD_FILE", default="")
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while an editor saves; IMMEDIATE takes the write lock at once, so that two
    # writers wait for each other (busy_timeout) instead of failing in the middle. Django itself switches
    # foreign keys on for every connection. FULL: what was acknowledged is on the disk before it is; with NORMAL
    # a power cut takes back the last saves. What that costs, `python -m bench.durability` prints.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000;",
        "transaction_mode": "IMMEDIATE",
    }
    # Opening the file and setting it up costs more than most questions do; each thread keeps its connection.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["workplace.login.backend.AccountBackend"]
_DJANGO = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_DJANGO}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_DJANGO}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_DJANGO}.NumericPasswordValidator"},
    {"NAME": "workplace.login.passwords.GuessablePasswordValidator"},
]
# Attempts to log in, for all processes together; workplace/login/attempts.py says why not in the database.
LOGIN_ATTEMPTS = VAR_DIR / "logins.sqlite3"
# Addresses and networks of proxies before the atlas: what they write into X-Forwarded-For is believed.
TRUSTED_PROXIES = networks_of("TRUSTED_PROXIES", env.list("TRUSTED_PROXIES", default=[]))

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
FORMAT_MODULE_PATH = "atlas.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# django-leaflet isn't an installed app: its admin module needs GDAL, which no newcomer's machine has. The map
# wants only the Leaflet it ships.
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("leaflet", Path(find_spec("leaflet").origin).parent / "static" / "leaflet"),
    ("markercluster", Path(find_spec("xstatic.pkg.leaflet_markercluster").origin).parent / "data"),
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "compressor.finders.CompressorFinder",
    "atlas.static_files.fonts.FontFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "atlas.static_files.storage.AtlasStaticStorage"},
}
COMPRESS_OFFLINE = COMPRESS_ENABLED = not DEBUG
# Packed copies beside what was joined, for WhiteNoise to serve; its Brotli storage flushes each kilobyte and is larger.
COMPRESS_STORAGE = "compressor.storage.GzipCompressorFileStorage"
COMPRESS_FILTERS = {
    "css": ["compressor.filters.css_default.CssAbsoluteFilter", "compressor.filters.cssmin.rCSSMinFilter"],
    "js": [],  # the files come minified from their packages
}

# Django alone tells of errors by mail only, and nobody has set that up: then a 500 leaves no trace at all.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"dated": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"short": {"()": "atlas.logs.WithoutTraceback"}, "now_and_then": {"()": "atlas.logs.NowAndThen"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "dated", "filters": ["now_and_then"]},
        "one_line": {"class": "logging.StreamHandler", "formatter": "dated", "filters": ["short"]},
    },
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO" if DEBUG else "ERROR", "propagate": False},
        "atlas": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Anybody can send a foreign host name or too many parameters; that must not fill the log.
        "django.security": {"handlers": ["one_line"], "level": "ERROR", "propagate": False},
    },
}

SESSION_ENGINE = "workplace.login.sessions"
SESSION_FILE_PATH = str(VAR_DIR / "sessions")
SESSION_COOKIE_HTTPONLY = True
# A login ends so many minutes after the last act, and so many after it began.
SESSION_IDLE = minutes_of("SESSION_IDLE_MINUTES", env("SESSION_IDLE_MINUTES", default="60"), 24 * 60)
SESSION_LONGEST = 60 * hours_of("SESSION_HOURS", env("SESSION_HOURS", default="12"), 14 * 24)
SESSION_COOKIE_AGE = SESSION_LONGEST * 60
CSRF_FAILURE_VIEW = "atlas.views.refused_form"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
COOKIE_PREFIX = ""
if SITE_URL.startswith("https://"):
    # A cookie with this prefix is taken by browsers from this very host alone, and over TLS.
    COOKIE_PREFIX = "__Host-"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
MESSAGE_STORAGE = "atlas.messages.MessageStorage"
# Where a login leads that was asked to lead elsewhere than here.
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"

# A host may name a tile server; without one the map draws static/basemap/basemap.json.
TILE_URL = env("TILE_URL", default="")
TILE_ATTRIBUTION = env("TILE_ATTRIBUTION", default="")
_tiles = urlsplit(TILE_URL.replace("{s}", "*"))
_tile_origin = [f"{_tiles.scheme}://{_tiles.netloc}"] if TILE_URL else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_tile_origin],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

IMPRINT = {
    "name": env("IMPRINT_NAME", default=""),
    "address": env("IMPRINT_ADDRESS", default=""),
    "email": env("IMPRINT_EMAIL", default=""),
    "responsible": env("IMPRINT_RESPONSIBLE", default=""),
}

# For the accessibility statement: the law that binds the host, and who settles disputes.
ACCESSIBILITY = {"law": env("ACCESSIBILITY_LAW", default=""), "body": env("ACCESSIBILITY_BODY", default="")}

# Uploaded pictures and tables. Nothing here is served as it lies: a view looks who may see what.
MEDIA_ROOT = VAR_DIR / "media"
IMPORTS_ROOT = VAR_DIR / "imports"
# What the one process that reads tables may use of the machine, for each of them.
IMPORT_MEMORY_MB = env.int("IMPORT_MEMORY_MB", default=1024)
IMPORT_MINUTES = env.int("IMPORT_MINUTES", default=30)
# Four eyes: whoever entered a case doesn't approve it, unless the host allows it.
SELF_APPROVAL = env.bool("SELF_APPROVAL", default=False)
# So many letters of a text a reviewer may correct and still approve it; the history says so.
SMALL_CORRECTIONS = env.int("SMALL_CORRECTIONS", default=0)
# Asking the addresses of sources whether they still answer sends requests to other hosts, so it is off.
LINK_CHECK = env.bool("LINK_CHECK", default=False)
# How long a case counts as current after somebody confirmed it, in days.
CURRENT_FOR_DAYS = days_of("CURRENT_FOR_DAYS", env("CURRENT_FOR_DAYS", default="730"))

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "practices.api.errors.problem_json",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "practices.api.negotiation.OneRepresentation",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Gute-Praxis-Atlas",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Good practice in small towns: cases, their codings and places. Read-only JSON and GeoJSON.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": None,
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "OAS_VERSION": "3.1.0",
    "COMPONENT_SPLIT_REQUEST": False,
    "POSTPROCESSING_HOOKS": ["practices.api.schema.fill_in_values"],
    "SERVERS": [{"url": "/"}],
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
}
