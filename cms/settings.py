"""All settings, read from the environment and safe by default. `.env.example` documents each variable."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from cms.environment import databases
from cms.environment.addresses import is_base_url, is_host, is_mail_address
from cms.environment.variables import Environment, find_package, list_variables

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

env = Environment()
env.read_env(BASE_DIR / ".env")

# Basics

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = (
    env.str("SECRET_KEY", default="for the demo only, never for a real site") if DEMO else env.str("SECRET_KEY")
)
if len(SECRET_KEY) < 32:
    env.refuse("SECRET_KEY", "is shorter than 32 characters")

BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000") if DEMO else env.str("BASE_URL")
if not is_base_url(BASE_URL):
    env.refuse("BASE_URL", "must be an address such as https://cms.example.org")
BASE_URL = BASE_URL.rstrip("/")
HTTPS = BASE_URL.startswith("https://")
host = f"[{urlsplit(BASE_URL).hostname}]" if "[" in BASE_URL else urlsplit(BASE_URL).hostname

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[host] + (["localhost"] if DEMO else []))
env.check("ALLOWED_HOSTS", ALLOWED_HOSTS and all(map(is_host, ALLOWED_HOSTS)), "host names such as cms.example.org")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])

# Applications

EXTRA_APPS = env.list("EXTRA_APPS", default=[])
if missing := [app for app in EXTRA_APPS if not find_package(app)]:
    env.refuse("EXTRA_APPS", f"names {', '.join(missing)}, and Python finds no package of that name")

# Templates and static files that come before ours: see docs/extending.md.
OVERRIDES_DIR = env("OVERRIDES_DIR", default="")
env.check("OVERRIDES_DIR", not OVERRIDES_DIR or Path(OVERRIDES_DIR).is_dir(), "the path of a directory that exists")
OVERRIDES = [Path(OVERRIDES_DIR)] if OVERRIDES_DIR else []

INSTALLED_APPS = [
    *EXTRA_APPS,
    "home",
    "blog",
    "events",
    "search",
    "cms",
    "cms.limits",
    "cms.releases",
    "cms.importing",
    "cms.guide",
    "cms.checking",
    "cms.people",
    "cms.changes",
    "cms.uses",
    "cms.publishing",
    "cms.bin",
    "cms.caching",
    "cms.preview",
    "cms.webhooks",
    "cms.accounts",
    "cms.backup",
    "cms.setup",
    "cms.operations",
    "cms.serving",
    "cms.translation",
    "cms.dashboard",
    "cms.policies",
    *(["cms.demo"] if DEMO else []),
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.api.v2",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "corsheaders",
]

MIDDLEWARE = [
    "cms.operations.request_ids.RequestIdMiddleware",
    "cms.operations.health.HealthCheckMiddleware",
    "cms.operations.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "cms.site.csp.ContentSecurityPolicyMiddleware",
    "cms.site.addresses.LongAddressMiddleware",
    "cms.caching.headers.PublicResponseMiddleware",
    "cms.api.middleware.APIMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "cms.site.addresses.PublicAddressMiddleware",
    "cms.site.wording.WordingMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.limits.forms.FormLimitMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # asks the database nothing
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.publishing.redirects.ReadableRedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [folder / "templates" for folder in OVERRIDES],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.site.parts.site_parts",
            ],
        },
    },
]

# Settings that apps declare

vars().update({variable.name: variable.read(env) for variable in list_variables(INSTALLED_APPS)})

# Storage

VAR_DIR = env.path("VAR_DIR", default=str(BASE_DIR / "var"))
VAR_DIR = Path(str(VAR_DIR))

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] not in databases.KINDS:
    env.refuse("DATABASE_URL", "must begin with sqlite:// or postgres://")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    try:
        VAR_DIR.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        env.refuse("VAR_DIR", f"cannot be used ({error})")
PREPARED_STATEMENTS = env.bool("PREPARED_STATEMENTS", default=True)
databases.configure(DATABASES["default"], prepares=PREPARED_STATEMENTS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Wagtail would cache the roots of sites and renditions here. A cache per process would miss changes by other
    # processes; a shared one is cleared before the commit, so old values may return.
    "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    # Total counts of lists (cms.api.lists), by content version.
    "counts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "counts", "TIMEOUT": None},
}

# Public responses, cached in each process until the content changes. Templates do not count as content.
RESPONSE_CACHE_BYTES = 0 if DEBUG else env.int("RESPONSE_CACHE_MEGABYTES", default=64, least=0) * 1024 * 1024
RESPONSE_CACHE_EXCLUDED_PREFIXES = ("/admin/", "/documents/", "/readyz", "/metrics")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    *(folder / "static" for folder in OVERRIDES if (folder / "static").is_dir()),
    ("guide", BASE_DIR / "docs" / "images" / "guide"),
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "cms.media.storage.MediaStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

TASKS = {
    # Wagtail's search and reference indexes are committed with the change that they index.
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    # Our own slow tasks, run by `manage.py run_worker`.
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

email = env.email_url("EMAIL_URL", default="consolemail://")
vars().update({"EMAIL_TIMEOUT": 10, **email})
# Mail contains links that reset passwords, so it must not end up in the log of a real site.
is_mail_configured = DEBUG or DEMO or "EMAIL_URL" in env.ENVIRON
EMAIL_DELIVERY_BACKEND = email["EMAIL_BACKEND"] if is_mail_configured else "cms.operations.mail.UnsentBackend"
EMAIL_BACKEND = "cms.operations.mail.AfterCommitBackend"
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default=f"noreply@{host}")
env.check("EMAIL_FROM", is_mail_address(DEFAULT_FROM_EMAIL), "an address such as noreply@cms.example.org")

# Languages

LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = env.languages("LANGUAGES", default=["en", "cy"])
LANGUAGE_CODE = LANGUAGES[0][0]
# Wagtail would offer only those that it is translated into itself, and Welsh is not among them.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# The fallback languages of a language, in order: {"cy": ["en"]}. Others fall back to LANGUAGE_CODE.
LANGUAGE_FALLBACKS: dict[str, list[str]] = {}
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
env.check("TIME_ZONE", TIME_ZONE in available_timezones(), "a name such as Europe/London")
# Some systems list the zone of the machine under this name, which no browser knows: it would name none in the admin.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
USE_I18N = True
FORMAT_MODULE_PATH = ["cms.formats"]
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a new translation is a draft
if TRANSLATION_URL:  # type: ignore[name-defined]  # noqa: F821 - read above, as all variables of apps
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
        "OPTIONS": {
            "LIBRETRANSLATE_URL": TRANSLATION_URL.rstrip("/"),  # type: ignore[name-defined]  # noqa: F821
            "API_KEY": TRANSLATION_KEY,  # type: ignore[name-defined]  # noqa: F821
        },
    }

# Users

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
ACCOUNT_ADAPTER = "cms.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # cms.limits counts
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "cms.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "cms.accounts.codes.ActivateTOTPForm",
    "add_webauthn": "cms.accounts.passkeys.AddPasskeyForm",
    "edit_webauthn": "cms.accounts.passkeys.EditPasskeyForm",
    "authenticate": "cms.accounts.codes.AuthenticateForm",
    "reauthenticate": "cms.accounts.codes.ReauthenticateForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow it for localhost only
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.passwords.QueuedPasswordResetForm"  # noqa: S105

# Security

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=HTTPS)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0, least=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# How many proxies append to X-Forwarded-For; the client is the address that the outermost of them added.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1 if BEHIND_PROXY else 0, least=0)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # whether subdomains use https is for the operator to say: HSTS_INCLUDE_SUBDOMAINS
    "security.W019",  # the admin previews pages in a frame
    "security.W021",  # a preload list is for a whole domain and hard to leave, so no decision of one site
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Wagtail

WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.releases.finish.publish_workflow_state"
WAGTAIL_SITE_NAME = env.str("SITE_NAME", default="Community CMS")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILREDIRECTS_AUTO_CREATE = False  # cms.publishing.redirects does this in a constant number of queries
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# How the admin writes dates, whatever the language of the editor: `cms/formats` reads them, and others too.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link", "document-link", "ol", "ul", "paste"]},
    }
}

WAGTAILIMAGES_IMAGE_MODEL = "cms.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = env.int("MAX_IMAGE_MEGABYTES", default=20, least=1) * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_WEBP_QUALITY = 75
WAGTAILIMAGES_JPEG_QUALITY = 78
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.int("MAX_DOCUMENT_MEGABYTES", default=50, least=1) * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "cms.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "doc", "docx", "ics", "key", "md", "odp", "ods", "odt", "pdf"),
    *("ppt", "pptx", "rtf", "txt", "xls", "xlsx", "zip"),
]
WAGTAILDOCS_SERVE_METHOD = "serve_view"

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}

# The API

WAGTAILAPI_BASE_URL = BASE_URL
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
CORS_ALLOW_ALL_ORIGINS = env.str("CORS_ALLOWED_ORIGINS", default="").strip() == "*"
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else env.origins("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"/api/|.*\.(atom|json|ics)$"  # the API, feeds and calendars
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = ["accept", "authorization", "content-type", "if-none-match", "last-event-id"]
CORS_EXPOSE_HEADERS = [
    *("Cache-Tag", "Deprecation", "ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "Sunset"),
]
# Responses computed for a client per minute; 0 is no limit.
API_RATE_LIMIT = env.int("API_RATE_LIMIT", default=0 if DEMO else 1200, least=0)
# Seconds that PostgreSQL may spend on a statement of a list or a search; 0 is no limit.
API_STATEMENT_TIMEOUT = env.seconds("API_STATEMENT_TIMEOUT", default=5.0)
# Public views, which know nobody, say so themselves: what is said here is also for the admin's own API.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "cms.api.errors.handle_api_error",
    "DEFAULT_SCHEMA_CLASS": "cms.api.schema.endpoints.EndpointSchema",
}
SPECTACULAR_SETTINGS = {
    "ENABLE_DJANGO_DEPLOY_CHECK": False,  # it would describe the admin's own API, too
    "TITLE": "Community CMS",
    "DESCRIPTION": "What the site publishes: updates, events, pages, people, topics, pictures and documents.",
    "VERSION": "2",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
    "POSTPROCESSING_HOOKS": [],  # choices have names of their own
    "SCHEMA_PATH_PREFIX": "/api/v2",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": 0, "validatorUrl": ""},
}

LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING").upper()
env.check("LOG_LEVEL", LOG_LEVEL in {"DEBUG", "INFO", "WARNING", "ERROR"}, "DEBUG, INFO, WARNING or ERROR")
LOG_FORMAT = env.str("LOG_FORMAT", default="text").lower()
env.check("LOG_FORMAT", LOG_FORMAT in {"text", "json"}, "text or json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "cms.operations.logs.JSONFormatter"},
    },
    "filters": {
        "health_checks": {"()": "cms.operations.logs.HealthCheckFilter"},
        "outages": {"()": "cms.operations.logs.OutageFilter"},
        "refusals": {"()": "cms.operations.logs.RefusalFilter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["refusals"]}},
    "loggers": {"django.request": {"filters": ["health_checks"]}, "django_tasks": {"filters": ["outages"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
