"""All configuration of OpenJMO, in one file, each value with its reason.

Read once per process by Django. Values come from the environment (`openjmo.platform.environment`); the table of variables
is in docs/operate.md. Reading this file starts nothing and, in production, refuses loudly when something is missing.
"""

import re
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from openjmo.domains.identity import configuration as identity
from openjmo.platform import environment, unsafe
from openjmo.platform.database import Cluster

HOME = Path(__file__).parent
ENVIRONMENT = environment.environment()
IN_PRODUCTION = ENVIRONMENT == "production"
DATA_DIRECTORY = environment.data_directory()

# Off even in development: error pages for programmers show people's data, and a demonstration should look like the product.
DEBUG = environment.flag("OPENJMO_DEBUG") and not IN_PRODUCTION

SECRET_KEY = environment.secret("OPENJMO_SECRET_KEY", purpose="the key that signs cookies and links")
# The master key: it wraps the data keys in the database, which seal NIK, names and contacts (`openjmo.platform.keyring`). Apart from
# SECRET_KEY, because that one may be changed any day; without this one nobody can read the data again.
OPENJMO_FIELD_KEY = environment.secret("OPENJMO_FIELD_KEY", purpose="the master key that opens NIK, names and contacts in the database")
# The master key before it, while `openjmo keys rotate master` has not been run.
OPENJMO_FIELD_KEY_BEFORE = environment.given_secret("OPENJMO_FIELD_KEY_BEFORE")
# Signs published totals, passbooks and letters, and draws the secrets of proofs. Without it nothing is signed, and everything else works.
OPENJMO_PROOF_KEY = environment.secret("OPENJMO_PROOF_KEY", purpose="the key that signs published totals and passbooks", is_needed=False)
# Among few accounts a proof lets its reader guess at the others (docs/proof.md).
OPENJMO_PROOF_LEAST_ACCOUNTS = environment.number("OPENJMO_PROOF_LEAST_ACCOUNTS", 1000 if IN_PRODUCTION else 1, least=1)

# Who signs: the name on every passbook.
OPENJMO_FUND_NAME = environment.text("OPENJMO_FUND_NAME", "OpenJMO")

# The first host is the one written into messages.
ALLOWED_HOSTS = environment.words("OPENJMO_HOSTS", () if IN_PRODUCTION else ("127.0.0.1", "localhost", "[::1]", ".localhost"))
OPENJMO_HTTPS = environment.flag("OPENJMO_HTTPS", default=IN_PRODUCTION)
CSRF_TRUSTED_ORIGINS = [f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS] if OPENJMO_HTTPS else []
# Only a proxy that overwrites this header may stand in front; without one the header is not believed.
OPENJMO_BEHIND_PROXY = environment.flag("OPENJMO_BEHIND_PROXY")
if OPENJMO_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Attempts are counted by the address the proxy itself has seen; otherwise the whole country would share the proxy's.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# Whether balance and history are for participants with an active card only (openjmo/portals/participant/inactive.py).
OPENJMO_ACTIVE_ONLY = environment.flag("OPENJMO_ACTIVE_ONLY")

# Against theft (docs/security.md). The law says nothing about these days; the defaults are OpenJMO's own choice.
OPENJMO_PAYOUT_LOCK_DAYS = environment.number("OPENJMO_PAYOUT_LOCK_DAYS", 14, least=1)
OPENJMO_THAW_WAIT_DAYS = environment.number("OPENJMO_THAW_WAIT_DAYS", 7, least=1)
OPENJMO_COUNTER_WAIT_DAYS = environment.number("OPENJMO_COUNTER_WAIT_DAYS", 3, least=1)
OPENJMO_RECOVERY_WAIT_DAYS = environment.number("OPENJMO_RECOVERY_WAIT_DAYS", 3, least=1)
OPENJMO_RECOVERY_LOCK_DAYS = environment.number("OPENJMO_RECOVERY_LOCK_DAYS", 30, least=1)
OPENJMO_RECOVERY_OPEN_DAYS = environment.number("OPENJMO_RECOVERY_OPEN_DAYS", 14, least=1)
# Where letters that no request has asked for lead to.
OPENJMO_PUBLIC_ADDRESS = (
    f"{'https' if OPENJMO_HTTPS else 'http'}://{next(iter(ALLOWED_HOSTS), 'localhost')}"
    if IN_PRODUCTION
    else f"http://localhost:{environment.number('OPENJMO_PORT', 8017)}"
)
# What people compare with where they are and who writes to them (/alamat-kami): names of sites, and how the operator is reached.
OPENJMO_SITES = environment.words("OPENJMO_SITES", tuple(ALLOWED_HOSTS) if IN_PRODUCTION else (OPENJMO_PUBLIC_ADDRESS.partition("//")[2],))
OPENJMO_CONTACT = environment.text("OPENJMO_CONTACT")

# The house, floor by floor, lowest first: machinery, ledger, business, people.
INSTALLED_APPS = [
    "openjmo.platform",
    "openjmo.ledger",
    "openjmo.domains.messaging",
    "openjmo.domains.payments",
    "openjmo.domains.proofs",
    "openjmo.domains.looks",
    "openjmo.domains.identity",
    "openjmo.domains.membership",
    "openjmo.domains.verification",
    "openjmo.domains.protection",
    "openjmo.domains.recovery",
    "openjmo.domains.savings",
    "openjmo.domains.contributions",
    "openjmo.domains.passbooks",
    "openjmo.domains.privacy",
    "openjmo.domains.support",
    "openjmo.domains.reports",
    "openjmo.simulators",
    "openjmo.portals.shared",
    "openjmo.portals.public",
    "openjmo.portals.participant",
    "openjmo.portals.employer",
    "openjmo.portals.staff",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# Thin, because every request pays for each. Outermost first.
MIDDLEWARE = [
    "openjmo.platform.request_log.RequestLog",
    "openjmo.platform.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "openjmo.platform.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "openjmo.platform.body_size.BodySize",
    "django.middleware.csrf.CsrfViewMiddleware",
    "openjmo.domains.identity.middleware.SignedInAccount",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "openjmo.portals.shared.failures.Failures",
]

ROOT_URLCONF = "openjmo.urls"
WSGI_APPLICATION = "openjmo.wsgi.application"

# Database. Migrations act as the owner, everything else as a role that cannot change tables (platform/migrations/0001_initial): the web as
# one, worker and commands as another that may also do what no request does (domains/support/migrations/0009_worker_role).

OPENJMO_DB_APP_ROLE = environment.text("OPENJMO_DB_APP_ROLE", "openjmo_app")
OPENJMO_DB_WORKER_ROLE = environment.text("OPENJMO_DB_WORKER_ROLE", "openjmo_worker")
# What the pages of a signed-in member and of an employer narrow to, and what looks after the system without seeing anybody
# (docs/decisions/0009).
OPENJMO_DB_MEMBER_ROLE = environment.text("OPENJMO_DB_MEMBER_ROLE", "openjmo_member")
OPENJMO_DB_EMPLOYER_ROLE = environment.text("OPENJMO_DB_EMPLOYER_ROLE", "openjmo_employer")
OPENJMO_DB_DESK_ROLE = environment.text("OPENJMO_DB_DESK_ROLE", "openjmo_desk")
OPENJMO_DB_READER_ROLE = environment.text("OPENJMO_DB_READER_ROLE", "openjmo_reader")
DATABASE_URL = environment.text("DATABASE_URL")
IS_DATABASE_EMBEDDED = not DATABASE_URL
OPENJMO_DB_PREPARE = environment.flag("OPENJMO_DB_PREPARE", default=True)
CLUSTER = Cluster(DATA_DIRECTORY)


# `openjmo work` and the commands say so for themselves.
_ROLE = OPENJMO_DB_WORKER_ROLE if OPENJMO_DB_APP_ROLE and environment.flag("OPENJMO_DB_AS_WORKER") else OPENJMO_DB_APP_ROLE


def database(address: str, *, as_owner: bool) -> dict[str, Any]:
    """Django's description of the database at a libpq address, acting as the owner or as the role of this process."""
    parts = conninfo_to_dict(address)
    options = str(parts.pop("options", "") or "")
    if _ROLE and not as_owner:
        options = f"{options} -c role={_ROLE}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": str(parts.pop("dbname", "")),
        "USER": str(parts.pop("user", "")),
        "PASSWORD": str(parts.pop("password", "")),
        "HOST": str(parts.pop("host", "")),
        "PORT": str(parts.pop("port", "")),
        # One connection per thread, kept: cheaper on every request than a pool, and the number of threads is fixed and small.
        "CONN_MAX_AGE": None,
        # One request is one transaction (docs/architecture.md); the hottest reads opt out, they are a single statement.
        "ATOMIC_REQUESTS": True,
        "OPTIONS": {
            **parts,
            "options": options,
            "application_name": "openjmo",
            # For the statements of `openjmo.platform.prepared` and no others: Django's own cursors cannot.
            "prepare_threshold": 0 if OPENJMO_DB_PREPARE else None,
        },
    }


DATABASES = {"default": database(DATABASE_URL or CLUSTER.address(), as_owner=environment.flag("OPENJMO_DB_AS_OWNER"))}

# Copies for reads that may be served as of a stated moment (`openjmo.platform.replicas`); the original is always "default".
OPENJMO_REPLICA_URLS = environment.words("OPENJMO_REPLICA_URLS")
OPENJMO_REPLICAS = [f"replica{number}" for number, _address in enumerate(OPENJMO_REPLICA_URLS, start=1)]
OPENJMO_REPLICA_LAG_SECONDS = environment.number("OPENJMO_REPLICA_LAG_SECONDS", 5, least=1)
OPENJMO_FRESH_SECONDS = environment.number("OPENJMO_FRESH_SECONDS", 10, least=1)
for name, address in zip(OPENJMO_REPLICAS, OPENJMO_REPLICA_URLS, strict=True):
    DATABASES[name] = {**database(address, as_owner=False), "ATOMIC_REQUESTS": False, "TEST": {"MIRROR": "default"}}
if OPENJMO_REPLICAS:
    DATABASE_ROUTERS = ["openjmo.platform.replicas.Router"]
    MIDDLEWARE.insert(2, "openjmo.platform.replicas.FreshAfterWriting")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People signing in: what that room needs is in its own file (accounts, sessions, limits of attempts, allauth).

AUTH_USER_MODEL = identity.AUTH_USER_MODEL
AUTHENTICATION_BACKENDS = identity.AUTHENTICATION_BACKENDS
AUTH_PASSWORD_VALIDATORS = identity.AUTH_PASSWORD_VALIDATORS
# Leaked passwords that nobody may choose; without the file only the most common ones are refused (`openjmo passwords import`).
OPENJMO_BREACHED_PASSWORDS = Path(environment.text("OPENJMO_BREACHED_PASSWORDS") or DATA_DIRECTORY / "leaked-passwords")
# After so many days a password is called old, once, and never has to be changed; our own choice. 0: never.
OPENJMO_PASSWORD_OLD_DAYS = environment.number("OPENJMO_PASSWORD_OLD_DAYS", 365)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = identity.PASSWORD_RESET_TIMEOUT
LOGIN_URL = identity.LOGIN_URL
LOGIN_REDIRECT_URL = identity.LOGIN_REDIRECT_URL
LOGOUT_REDIRECT_URL = identity.LOGOUT_REDIRECT_URL
ACCOUNT_ADAPTER = identity.ACCOUNT_ADAPTER
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = identity.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS
ACCOUNT_EMAIL_NOTIFICATIONS = identity.ACCOUNT_EMAIL_NOTIFICATIONS
ACCOUNT_EMAIL_VERIFICATION = identity.ACCOUNT_EMAIL_VERIFICATION
ACCOUNT_LOGIN_METHODS = identity.ACCOUNT_LOGIN_METHODS
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = identity.ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION
ACCOUNT_PREVENT_ENUMERATION = identity.ACCOUNT_PREVENT_ENUMERATION
ACCOUNT_RATE_LIMITS = identity.ACCOUNT_RATE_LIMITS
ACCOUNT_SESSION_REMEMBER = identity.ACCOUNT_SESSION_REMEMBER
ACCOUNT_SIGNUP_FIELDS = identity.ACCOUNT_SIGNUP_FIELDS
ACCOUNT_USER_MODEL_USERNAME_FIELD = identity.ACCOUNT_USER_MODEL_USERNAME_FIELD
CACHES = identity.CACHES
OPENJMO_SESSION_IDLE_SECONDS = identity.OPENJMO_SESSION_IDLE_SECONDS
OPENJMO_SESSION_MAX_SECONDS = identity.OPENJMO_SESSION_MAX_SECONDS
SESSION_ENGINE = identity.SESSION_ENGINE
SESSION_COOKIE_AGE = identity.SESSION_COOKIE_AGE
SESSION_EXPIRE_AT_BROWSER_CLOSE = identity.SESSION_EXPIRE_AT_BROWSER_CLOSE
SESSION_COOKIE_NAME = "sesi"
SESSION_COOKIE_SAMESITE = "Lax"  # a link in an e-mail must find the session; forms are guarded by the CSRF token
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = OPENJMO_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "openjmo.portals.shared.failures.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # so that saying it costs no query
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"

# Off in tests: what one test computed is not another's (`openjmo.platform.remembered`).
OPENJMO_REMEMBERS = True

# Programs of members, by access token (`openjmo.gateways.lane`): calls a minute, counted by each process for itself.
OPENJMO_LANE_PER_MINUTE = environment.number("OPENJMO_LANE_PER_MINUTE", 60, least=1)
# The tokens have 256 random bits; this spares the database, it does not guard them.
OPENJMO_LANE_WRONG_PER_MINUTE = environment.number("OPENJMO_LANE_WRONG_PER_MINUTE", 60, least=1)

# When a look at a member's file is unusual, so that the member is told (`openjmo.domains.looks`): outside these whole hours of Jakarta and
# on Saturday and Sunday (0 to 24 is always open), or when one reader opens more files than this an hour. All three are our own choice.
OPENJMO_DESK_OPENS = environment.number("OPENJMO_DESK_OPENS", 7)
OPENJMO_DESK_CLOSES = environment.number("OPENJMO_DESK_CLOSES", 19, least=1)
OPENJMO_LOOKS_PER_HOUR = environment.number("OPENJMO_LOOKS_PER_HOUR", 30, least=1)

# Minutes for which an officer without the task reads one request after saying why (`openjmo.domains.support.openings`): our choice too.
OPENJMO_BREAK_GLASS_MINUTES = environment.number("OPENJMO_BREAK_GLASS_MINUTES", 30, least=1)

# Language and time. The plain Indonesian sentence is the key of every translation.

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_AGE = 400 * 24 * 60 * 60  # the longest browsers keep any cookie, in seconds
LOCALE_PATHS = [HOME / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"  # for display; PostgreSQL stores UTC

# Whether people and figures are invented; a bar on every page says so.
OPENJMO_DEMO = environment.flag("OPENJMO_DEMO", default=not IN_PRODUCTION)

# Templates: ours first; then the libraries' own, for the few texts of theirs that we do not replace.

TEMPLATES = [
    {
        "BACKEND": "openjmo.platform.templating.FoldedTemplates",
        "NAME": "folded",
        "DIRS": [HOME / "portals", HOME / "portals" / "public" / "allauth"],
        "APP_DIRS": False,
        # What just happened is said on the next page, whatever that is.
        "OPTIONS": {
            "context_processors": ["django.contrib.messages.context_processors.messages", "openjmo.portals.shared.context.frame"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# Static files carry a digest in their names and are kept by browsers for ever (`openjmo.platform.static_files`).

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIRECTORY / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIRECTORY / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60  # seconds, for the few files without a digest in their name
WHITENOISE_INDEX_FILE = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Headers the browser obeys; the policy itself is in `openjmo.platform.headers`.

SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if OPENJMO_HTTPS else 0

# Messages to people leave through channels of the messaging room; this is only where an SMTP channel would connect.

EMAIL_BACKEND = "openjmo.domains.messaging.mail_backend.OutboxBackend"
# "pretend" keeps letters in the outbox, to be read at /surat/; "smtp" sends them with the server below.
OPENJMO_MAIL_CHANNEL = environment.text("OPENJMO_MAIL_CHANNEL", "smtp" if IN_PRODUCTION else "pretend")
OPENJMO_MAIL_TIMEOUT = 20  # seconds the server may take
EMAIL_HOST = environment.text("OPENJMO_MAIL_HOST", "localhost")
EMAIL_PORT = environment.number("OPENJMO_MAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("OPENJMO_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.secret("OPENJMO_MAIL_PASSWORD", purpose="the mail server's password") if EMAIL_HOST_USER else ""
EMAIL_USE_TLS = environment.flag("OPENJMO_MAIL_STARTTLS")
DEFAULT_FROM_EMAIL = environment.text("OPENJMO_MAIL_FROM", "OpenJMO <tidak-dibalas@openjmo.invalid>")
# "pretend" keeps SMS in the outbox, to be read at /surat/; empty offers nobody an SMS.
OPENJMO_SMS_CHANNEL = environment.text("OPENJMO_SMS_CHANNEL", "" if IN_PRODUCTION else "pretend")
if OPENJMO_SMS_CHANNEL not in {"", "pretend"} or (IN_PRODUCTION and OPENJMO_SMS_CHANNEL):
    message = f"OPENJMO_SMS_CHANNEL is {OPENJMO_SMS_CHANNEL!r}; it is pretend or empty, and empty in production, where codes must arrive."
    raise environment.WrongConfiguration(message)
# The name or number that SMS come from.
OPENJMO_SMS_SENDER = environment.text("OPENJMO_SMS_SENDER", "" if IN_PRODUCTION else "OpenJMO")
# Two routes, the preferred one first; their names stand in the addresses they call back at, and each signs its calls with its own key.
OPENJMO_SMS_ROUTES = environment.words("OPENJMO_SMS_ROUTES", ("utama", "cadangan"))
if len(set(OPENJMO_SMS_ROUTES)) != 2 or not all(re.fullmatch(r"[a-z0-9-]{1,20}", name) for name in OPENJMO_SMS_ROUTES):  # noqa: PLR2004
    message = f"OPENJMO_SMS_ROUTES is {','.join(OPENJMO_SMS_ROUTES)!r}; write two different names of small letters, digits and dashes."
    raise environment.WrongConfiguration(message)
OPENJMO_SMS_KEYS = dict(
    zip(
        OPENJMO_SMS_ROUTES,
        (
            environment.secret("OPENJMO_SMS_FIRST_KEY", purpose="the key that signs what the first SMS route calls back", is_needed=False),
            environment.secret(
                "OPENJMO_SMS_SECOND_KEY", purpose="the key that signs what the second SMS route calls back", is_needed=False
            ),
        ),
        strict=True,
    )
)

# Partners who check identities (`openjmo.domains.verification`): "pretend" knows invented people only, empty asks nobody.
OPENJMO_POPULATION_REGISTRY = environment.text("OPENJMO_POPULATION_REGISTRY", "" if IN_PRODUCTION else "pretend")
OPENJMO_FACE_CHECK = environment.text("OPENJMO_FACE_CHECK", "" if IN_PRODUCTION else "pretend")
for name, partner in (("OPENJMO_POPULATION_REGISTRY", OPENJMO_POPULATION_REGISTRY), ("OPENJMO_FACE_CHECK", OPENJMO_FACE_CHECK)):
    if partner not in {"", "pretend"}:
        raise environment.WrongConfiguration(f"{name} is {partner!r}; it is pretend or empty.")
# Hundredths of likeness that pass; partners usually name 75. Days a picture is kept after the decision, for an objection: our own choice.
OPENJMO_FACE_SCORE = environment.number("OPENJMO_FACE_SCORE", 75, least=1)
OPENJMO_APPEAL_DAYS = environment.number("OPENJMO_APPEAL_DAYS", 30, least=1)
# Published counts below it are not shown, because few people could be told by them: of the monthly figures, of face checks.
OPENJMO_STATISTICS_LEAST = environment.number("OPENJMO_STATISTICS_LEAST", 10, least=1)
OPENJMO_PUBLISHED_LEAST = environment.number("OPENJMO_PUBLISHED_LEAST", 5 if IN_PRODUCTION else 1, least=1)

# Background work: each room's jobs are in its `jobs.py`.

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# A worker that gave no sign of life for so long is taken for dead, and its jobs are done again.
OPENJMO_WORKER_SILENCE_SECONDS = environment.number("OPENJMO_WORKER_SILENCE", 30, least=1)

# Logs are lines of JSON on standard error, without personal data.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "openjmo.platform.logs.JsonLines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["lines"], "level": environment.text("OPENJMO_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # Our own line about each request says the same, and names the route instead of the path, which may hold the key of a link.
        "django.request": {"level": "CRITICAL"},
        # Refused with 400 or 403: any stranger can send such a request, and with it a traceback, as often as they like.
        "django.security": {"level": "CRITICAL"},
        "django.server": {"handlers": [], "level": "CRITICAL"},
        "procrastinate": {"level": "WARNING"},
        # They tell every step of every PDF.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}

# Last, because it looks at what was set above: production does not start with what is only fine on one's own machine.
if IN_PRODUCTION:
    known = {"OPENJMO_SECRET_KEY": SECRET_KEY, "OPENJMO_FIELD_KEY": OPENJMO_FIELD_KEY, "OPENJMO_PROOF_KEY": OPENJMO_PROOF_KEY}
    known["OPENJMO_FIELD_KEY_BEFORE"] = OPENJMO_FIELD_KEY_BEFORE
    known["OPENJMO_SMS_FIRST_KEY"], known["OPENJMO_SMS_SECOND_KEY"] = OPENJMO_SMS_KEYS.values()
    partners = {"OPENJMO_POPULATION_REGISTRY": OPENJMO_POPULATION_REGISTRY, "OPENJMO_FACE_CHECK": OPENJMO_FACE_CHECK}
    pretended = [name for name, partner in partners.items() if partner == "pretend"]
    unsafe.refuse_unsafe(
        unsafe.unsafe_settings(
            secrets={name: value for name, value in known.items() if value},
            hosts=ALLOWED_HOSTS,
            is_https=OPENJMO_HTTPS,
            is_debug_asked=environment.flag("OPENJMO_DEBUG"),
            is_demo=OPENJMO_DEMO,
            mail_channel=OPENJMO_MAIL_CHANNEL,
            addresses=unsafe.Addresses(DEFAULT_FROM_EMAIL, OPENJMO_CONTACT, OPENJMO_SMS_SENDER, is_sms_sent=bool(OPENJMO_SMS_CHANNEL)),
            pretended_checks=[] if environment.flag("OPENJMO_CHECKS_MAY_PRETEND") else pretended,
            database_url=DATABASE_URL,
        )
    )
