"""Settings of Genba. Every value an organisation may change is an environment variable.

`docs/reference/settings.md` lists them; a test compares the two.
"""

import contextlib
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.utils.translation import gettext_lazy as _

from genba.config.spans import keep_of, span_of
from genba.config.where import data_folder

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent.parent

# Where things are

GENBA_DATA = data_folder()


def _own_secret() -> str:
    """Read the instance's secret; make it at the first start."""
    path = GENBA_DATA / "secret_key"
    if not path.exists():
        GENBA_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole = GENBA_DATA / f"secret_key.{secrets.token_hex(4)}"
        whole.touch(mode=0o600)
        whole.write_text(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):  # another process of this instance was first
            path.hardlink_to(whole)
        whole.unlink()
    return path.read_text().strip()


SECRET_KEY = env.str("GENBA_SECRET_KEY", default="") or _own_secret()
SECRET_KEY_FALLBACKS = env.list("GENBA_SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("GENBA_DEBUG", default=False)
GENBA_ADDRESS = env.str("GENBA_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
OWN_NAME = urlsplit(GENBA_ADDRESS).hostname or "localhost"
OWN_HOST = f"[{OWN_NAME}]" if ":" in OWN_NAME else OWN_NAME
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", OWN_HOST, *env.list("GENBA_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [GENBA_ADDRESS, *env.list("GENBA_TRUSTED_ORIGINS", default=[])]
GENBA_SETUP_KEY = env.str("GENBA_SETUP_KEY", default="")

# The house

ROOMS = [
    "genba.config",
    "genba.front",
    "genba.assure",
    "genba.grow",
    "genba.lead",
    "genba.improve",
    "genba.reality",
    "genba.understand",
    "genba.listen",
    "genba.work",
    "genba.people",
    "genba.trail",
    "genba.ui",
    "genba.sources",
]

INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "genba.config.faults.Unwatched",
    "django.middleware.security.SecurityMiddleware",
    "genba.config.middleware.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "genba.people.session_life.SessionLife",
    "genba.front.language.ChosenLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "genba.ui.toasts.ToastMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "genba.config.middleware.FirstRun",
    "genba.config.middleware.Refusals",
]

ROOT_URLCONF = "genba.config.urls"
WSGI_APPLICATION = "genba.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FORM_RENDERER = "genba.ui.widgets.QuickRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "genba.front.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "genba.ui.templatetags.ui",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    }
]

# Data

DATABASE_URL = env.str("DATABASE_URL", default="")

if DATABASE_URL:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    DATABASES = {
        "default": {
            "ENGINE": "genba.config.sqlite",
            "NAME": str(GENBA_DATA / "genba.sqlite3"),
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
                    "PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY"
                ),
            },
        }
    }

STORAGES = {
    "default": {
        "BACKEND": "genba.trail.storage.SafeStorage",
        "OPTIONS": {"location": str(GENBA_DATA / "files"), "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "genba.ui.storage.HashedFiles"},
}
STATIC_URL = "/static/"
STATIC_ROOT = GENBA_DATA / "static"
MEDIA_ROOT = GENBA_DATA / "files"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

GENBA_UPLOAD_BYTES = env.int("GENBA_UPLOAD_MB", default=25) * 1024 * 1024
GENBA_IMPORT_BYTES = env.int("GENBA_IMPORT_MB", default=200) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "genba.trail.nameless.NamelessFileUploadHandler",
]

# Backups

GENBA_BACKUP_FOLDER = Path(env.str("GENBA_BACKUP_FOLDER", default="") or GENBA_DATA / "backups").expanduser()
GENBA_BACKUP_EVERY = span_of("GENBA_BACKUP_EVERY", env.str("GENBA_BACKUP_EVERY", default="1d"))
GENBA_BACKUP_TOO_OLD = span_of("GENBA_BACKUP_TOO_OLD", env.str("GENBA_BACKUP_TOO_OLD", default="2d"))
GENBA_BACKUP_KEEP = keep_of("GENBA_BACKUP_KEEP", env.str("GENBA_BACKUP_KEEP", default="7d 4w"))
GENBA_BACKUP_KEYS = env.str("GENBA_BACKUP_KEYS", default="apart")
GENBA_HEALTH_KEY = env.str("GENBA_HEALTH_KEY", default="")

# People

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "genba.people.passwords.NotOfThisHouse"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front:home"

ACCOUNT_ADAPTER = "genba.people.sign_in.SignInAdapter"
SOCIALACCOUNT_ADAPTER = "genba.people.sign_in.CompanySignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 60 * 15
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A whole site comes from one address (its router, or our proxy, which hands no address on), and at the start
# of a shift everybody signs in at once: no limit here counts addresses. `people/guessing.py` counts tries.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "",
    "request_login_code": "",
    "reset_password": "",
    "reset_password_from_key": "",
    "signup": "",
}
MFA_RATE_LIMITS = {"webauthn_login": ""}
MFA_FORMS = {"authenticate": "genba.people.forms.second_factor.SecondFactorForm"}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Genba"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads to another site would need a hole in the content policy

GENBA_OIDC_SERVER = env.str("GENBA_OIDC_SERVER", default="")
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "company",
                    "name": env.str("GENBA_OIDC_NAME", default="Company account"),
                    "client_id": env.str("GENBA_OIDC_CLIENT_ID", default=""),
                    "secret": env.str("GENBA_OIDC_SECRET", default=""),
                    "settings": {"server_url": GENBA_OIDC_SERVER},
                }
            ],
        }
    }
    if GENBA_OIDC_SERVER
    else {}
)

# Anonymous reports: one run of Argon2id stands between a receipt and the thread it opens

GENBA_RECEIPT_MEMORY_KIB = env.int("GENBA_RECEIPT_MEMORY_KIB", default=65536)
GENBA_ORIGINAL_DAYS = env.int("GENBA_ORIGINAL_DAYS", default=90)
GENBA_RECEIPT_PASSES = env.int("GENBA_RECEIPT_PASSES", default=3)
GENBA_PROOF_OF_WORK = env.str("GENBA_PROOF_OF_WORK", default="on").strip().lower() != "off"

# Mail

EMAIL_CONFIG = env.email_url("GENBA_EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("GENBA_EMAIL_FROM", default="Genba <genba@localhost>")
EMAIL_TIMEOUT = 20

# Calls to other machines go to public addresses, and to what is listed here

GENBA_OUTGOING_ALLOW = env.list("GENBA_OUTGOING_ALLOW", default=[])
GENBA_OUTGOING_PROXY = env.str("GENBA_OUTGOING_PROXY", default="")

# Files that sources may read: only below this folder

GENBA_SOURCES_FOLDER = env.str("GENBA_SOURCES_FOLDER", default=str(GENBA_DATA / "sources"))

# Seals: who signs the checkpoints of the trail, and the places outside that receive them

GENBA_SEAL_KEY = env.str("GENBA_SEAL_KEY", default="")
GENBA_SEAL_NAME = env.str("GENBA_SEAL_NAME", default="")
GENBA_WITNESS_FOLDERS = env.list("GENBA_WITNESS_FOLDERS", default=[])
GENBA_WITNESS_WEBHOOKS = env.list("GENBA_WITNESS_WEBHOOKS", default=[])
GENBA_WITNESS_WEBHOOK_SECRET = env.str("GENBA_WITNESS_WEBHOOK_SECRET", default="")
GENBA_WITNESS_EMAILS = env.list("GENBA_WITNESS_EMAILS", default=[])
GENBA_WITNESS_EMAIL_MINUTES = env.int("GENBA_WITNESS_EMAIL_MINUTES", default=60)
GENBA_WITNESS_TIMESTAMPS = env.list("GENBA_WITNESS_TIMESTAMPS", default=[])

# Words and time

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("tr", _("Turkish")),
    ("ar", _("Arabic")),
]
FORMAT_MODULE_PATH = ["genba.config.formats"]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
USE_TZ = True
TIME_ZONE = env.str("GENBA_TIME_ZONE", default="UTC")

# Safety

SECURE_CONTENT_TYPE_NOSNIFF = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "genba.people.sessions"
GENBA_SESSION_IDLE_DAYS = env.int("GENBA_SESSION_IDLE_DAYS", default=7)
GENBA_SESSION_DAYS = env.int("GENBA_SESSION_DAYS", default=30)
SESSION_COOKIE_AGE = 60 * 60 * 24 * GENBA_SESSION_IDLE_DAYS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "genba.front.views.kept_form.csrf_failed"

if GENBA_ADDRESS.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # Names that browsers take only over TLS, from this very host, for all of it.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-genba-session", "__Host-genba-csrf"
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"nobodys_faults": {"()": "genba.config.faults.NobodysFaults"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["nobodys_faults"],
        },
    },
    "root": {"handlers": ["console"], "level": env.str("GENBA_LOG_LEVEL", default="WARNING")},
    "loggers": {
        "genba": {"level": "INFO"},
        # Django would mail faults to administrators, with address, cookies and everything that was sent.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "CRITICAL"},
        # It would say to the millisecond when somebody asked for no more than the head of a page.
        "gunicorn.http": {"level": "CRITICAL"},
        # A form to fill in again or a closed door is no fault, and when it happened is nobody's business.
        "django.request": {"level": "ERROR"},
    },
}
