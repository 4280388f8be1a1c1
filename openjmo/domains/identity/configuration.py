"""Settings of sign-in, registration and sessions, taken over by `openjmo.settings` as they stand. Times in seconds."""

from __future__ import annotations

from typing import Final

OPENJMO_SESSION_IDLE_SECONDS: Final = 30 * 60
OPENJMO_SESSION_MAX_SECONDS: Final = 12 * 60 * 60
SESSION_ENGINE: Final = "openjmo.domains.identity.sessions"
SESSION_COOKIE_AGE: Final = OPENJMO_SESSION_MAX_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE: Final = True

AUTH_USER_MODEL: Final = "identity.Account"
AUTHENTICATION_BACKENDS: Final = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: Final = [
    {"NAME": f"openjmo.domains.identity.passwords.{name}"} for name in ("LongEnough", "FourKinds", "NotCommon", "NotLeaked", "NotYou")
]
LOGIN_URL: Final = "account_login"
LOGIN_REDIRECT_URL: Final = "/beranda"
LOGOUT_REDIRECT_URL: Final = "landing"
PASSWORD_RESET_TIMEOUT: Final = 2 * 60 * 60

ACCOUNT_ADAPTER: Final = "openjmo.portals.public.adapter.Adapter"
ACCOUNT_LOGIN_METHODS: Final = {"email"}
ACCOUNT_SIGNUP_FIELDS: Final = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD: Final = None
ACCOUNT_EMAIL_VERIFICATION: Final = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS: Final = 1
ACCOUNT_EMAIL_NOTIFICATIONS: Final = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION: Final = True
"""Only in the browser that registered, and only while that is fresh: nobody gets in with the link alone."""
ACCOUNT_PREVENT_ENUMERATION: Final = True
ACCOUNT_SESSION_REMEMBER: Final = False
ACCOUNT_RATE_LIMITS: Final = {
    # Per account (key) and per network (ip). Many phones share one address of a mobile network, so networks get more room.
    "login": "120/m/ip",
    # Wrong passwords and codes (`openjmo.portals.public.attempts`). A browser that signed in before has a number of its own, so that
    # nobody elsewhere can shut the owner out; all others share what is left: per network, per account there, per account from anywhere.
    "login_failed": "60/10m/ip",
    "failed_here": "5/15m/key",
    "failed_strange": "20/h/key,60/d/key",
    "failed_known": "10/15m/key",
    "signup": "30/10m/ip",
    "confirm_email": "1/2m/key",
    "reset_password": "30/10m/ip,3/10m/key",
    "reset_password_from_key": "30/10m/ip",
    "change_password": "5/10m/user",
    "resend": "30/10m/ip,5/10m/key",
    # A new address: per account because the password is asked for, per address because a letter goes there.
    "change_email": "30/10m/ip,5/10m/user,3/10m/key",
    "freeze_link": "30/10m/ip",
    # Both contacts lost: per network; per person that is named, whether there is one or not; per contact that would get a code.
    "recovery": "20/h/ip,3/d/key",
    "recovery_contact": "5/d/key",
    # Six digits typed or sent again on the page of one case; every case also ends after five times five tries.
    "recovery_code": "60/10m/ip,20/10m/key",
    "trusted_answer": "60/10m/ip",
    # A letter or SMS goes to somebody else.
    "name_trusted": "30/10m/ip,5/d/user",
    # The password is asked for.
    "access_token": "30/10m/ip,5/10m/user",
    # Codes by SMS, per address that was typed; every code also ends after five tries.
    "send_code": "30/10m/ip,3/10m/key,10/d/key",
    "check_code": "60/10m/ip,20/10m/key",
    # Whether a message is ours; what was right is not counted. Texts per code, because six unknown digits could be tried out.
    "check_message": "300/10m/ip",
    "check_message_code": "10/10m/key",
}

DEMO_AUTHENTICATOR: Final = b"OpenJMO: made up one"
"""The secret of the demonstration's officer, known to everybody, so that the demonstration can be tried; given to nobody else."""

CACHES: Final = {
    "default": {
        # Counters of attempts must be the same for every process; a table does that without one more server to run.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "identity_counter",
        # Nobody may push another's counter out by making many; the table only holds counters and forgets them in minutes.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}
