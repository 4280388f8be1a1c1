"""How accounts and sessions would lie beside sharded tables: on the coordinator, one look-up a request."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = (
    *local(
        "an account is found by address, by number and by its session; one row a registered person",
        "identity_account",
        "identity_registration",
        "identity_consent",
        "identity_representation",
        "identity_email_change",
    ),
    *local("one row a browser, gone when it ends; session and account are one query", "identity_session"),
    *local(
        "found by the account, only while signing in or looking after it",
        "identity_passkey",
        "identity_authenticator",
        "identity_recovery_code",
        "identity_device",
        "identity_sign_in",
    ),
    *local("one row a program of a member; token, account and cards are one query", "identity_access_token"),
    *local("short-lived", "identity_one_time_code", "identity_counter"),
)
