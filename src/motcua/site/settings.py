"""Settings: read from the environment and the data folder; what is missing fails loudly."""

from __future__ import annotations

import os
from pathlib import Path

from motcua.site import secrets
from motcua.site.addresses import database
from motcua.site.launch import variables

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("MOTCUA_DATA_DIR", PACKAGE.parent.parent / "var")).resolve()
SETUP_DIR = Path(os.environ.get("MOTCUA_SETUP_DIR", PACKAGE.parent.parent / "var" / "setup")).resolve()

_secrets = secrets.load(DATA_DIR)
SECRET_KEY = _secrets.session_key
EVENT_KEY = _secrets.event_key
RECEIPT_KEY = _secrets.receipt_key
MFA_KEY = _secrets.second_factor_key

SEALS_FILE = DATA_DIR / "seals.txt"
FILES_DIR = DATA_DIR / "files"

DEBUG = False
ALLOWED_HOSTS = variables.value("MOTCUA_ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = variables.value("MOTCUA_TRUSTED_ORIGINS")
# Whose X-Forwarded-For and -Proto are believed, and who may see how the machine is.
PROXIES = variables.value("MOTCUA_PROXIES")
WATCHERS = variables.value("MOTCUA_WATCHERS")

# --- database: two roles; the application serves, the owner migrates ---------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
APP_ROLE = variables.value("MOTCUA_APP_ROLE")
# Without an address the site can still be imported (types, `due`), but nothing can be read.
DATABASES = {"default": database(DATABASE_URL) if DATABASE_URL else {"ENGINE": "django.db.backends.dummy"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the house ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "motcua.ground.kernel.apps.KernelConfig",
    "motcua.ground.files.apps.FilesConfig",
    "motcua.ground.sheets.apps.SheetsConfig",
    "motcua.people.calendars.apps.CalendarsConfig",
    "motcua.people.organisation.apps.OrganisationConfig",
    "motcua.people.parties.apps.PartiesConfig",
    "motcua.people.accounts.apps.AccountsConfig",
    "motcua.catalogue.procedures.apps.ProceduresConfig",
    "motcua.catalogue.processes.apps.ProcessesConfig",
    "motcua.casework.dossiers.apps.DossiersConfig",
    "motcua.casework.custody.apps.CustodyConfig",
    "motcua.casework.sightings.apps.SightingsConfig",
    "motcua.casework.notices.apps.NoticesConfig",
    "motcua.insight.figures.apps.FiguresConfig",
    "motcua.scenario.apps.ScenarioConfig",
    "motcua.faces.look.apps.LookConfig",
    "motcua.faces.portal.apps.PortalConfig",
    "motcua.faces.desk.apps.DeskConfig",
    "motcua.faces.oversight.apps.OversightConfig",
    "motcua.faces.handbook.apps.HandbookConfig",
    "motcua.faces.setup.apps.SetupConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "motcua.site.watching.proxies.real_client",
    "motcua.site.watching.pages.for_watchers",
    "motcua.site.watching.logs.each_request",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motcua.faces.look.middleware.security_headers",
    # Pages are long tables on slow lines; Django pads the answers, so that their length tells no secret.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "motcua.faces.look.middleware.refusals",
    "motcua.faces.look.middleware.who_asks",
    "motcua.faces.look.exports.seeing.reading_trail",
    "motcua.faces.look.middleware.read_only_get",
]

ROOT_URLCONF = "motcua.site.urls"
WSGI_APPLICATION = "motcua.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "motcua.faces.look.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "motcua.faces.look.templatetags.look"],
        },
    },
]
FORM_RENDERER = "motcua.faces.look.forms.GovukRenderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- sign-in -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home_of_office"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "motcua.people.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "motcua.people.accounts.factors.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Một Cửa"
# A code that was read at the end of its half minute is typed in the next one (RFC 6238, 5.2: one step).
MFA_TOTP_TOLERANCE = 1
ALLAUTH_DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# allauth's own first table has 32-bit keys; ours is the same with 64-bit ones.
MIGRATION_MODULES = {"account": "motcua.people.accounts.migrations_of_allauth"}
ACCOUNT_SESSION_REMEMBER = False
# Failed sign-ins by account and by address; an office of fifty behind one address signs in at half past seven.
ACCOUNT_RATE_LIMITS = {"login": "150/m/ip", "login_failed": "20/m/ip,5/300s/key"}
# Who asks is settled by `watching.proxies` before allauth looks.
ALLAUTH_TRUSTED_PROXY_COUNT = 0
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# On a plain demonstration there is no TLS; behind a proxy that terminates it, these are switched on.
BEHIND_TLS = variables.value("MOTCUA_TLS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
# The proxy says by which scheme it was asked; without it a receipt's QR code would lead to http.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The counters of failed sign-ins must be one for all processes, so they lie in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "throttle_counter",
        # Past the limit old rows are culled: with Django's 300 a flood of invented names would wash counters away.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}

# --- language, time, static files --------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = SETUP_DIR / "collected"
STATICFILES_DIRS = [SETUP_DIR / "static"] if (SETUP_DIR / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
ATTACHMENT_MAX_BYTES = 20_000_000

LOG_FORM = variables.value("MOTCUA_LOG")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "motcua.site.watching.logs.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORM}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"motcua.requests": {"level": "INFO" if LOG_FORM == "json" else "WARNING"}},
}
