"""Production refuses to start with settings that are only fine on one's own machine, and says which, why and what to do."""

import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from openjmo.commands.serve import refuse_open_doors, refuse_wrong_key
from openjmo.platform import keyring
from openjmo.platform.environment import WrongConfiguration
from openjmo.platform.unsafe import Addresses, refuse_unsafe, unsafe_settings
from openjmo.simulators import cast
from tests.domains.identity.makers import make_account

ONE = "k3Jq9-vTz0aLxWm2RbYc7HdPn5sGfUe8"
OTHER = "Zp4Xw-1QmNc8VtRb6KyLs3HgJd0FaUe9"
SAFE: dict[str, Any] = {
    "secrets": {"OPENJMO_SECRET_KEY": ONE, "OPENJMO_FIELD_KEY": OTHER},
    "hosts": ["jmo.contoh.example"],
    "is_https": True,
    "is_debug_asked": False,
    "is_demo": False,
    "mail_channel": "smtp",
    "addresses": Addresses("OpenJMO <kabar@jmo.contoh.example>", "0800 0000 0000", "", is_sms_sent=False),
    "database_url": "postgresql://jmo@db.contoh.example/jmo",
}


def test_what_is_safe_is_taken() -> None:
    assert unsafe_settings(**SAFE) == ()
    refuse_unsafe(())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"secrets": {"OPENJMO_SECRET_KEY": "short"}}, "secret_weak"),
        ({"secrets": {"OPENJMO_SECRET_KEY": "a" * 60}}, "secret_weak"),
        ({"secrets": {"OPENJMO_SECRET_KEY": ONE, "OPENJMO_FIELD_KEY": ONE}}, "secret_shared"),
        ({"hosts": []}, "hosts_missing"),
        ({"hosts": ["jmo.contoh.example", "*"]}, "hosts_any"),
        ({"is_https": False}, "https_off"),
        ({"is_debug_asked": True}, "debug_on"),
        ({"is_demo": True}, "demo_on"),
        ({"mail_channel": "pretend"}, "mail_pretended"),
        ({"addresses": replace(SAFE["addresses"], mail_from="OpenJMO <tidak-dibalas@openjmo.invalid>")}, "mail_from_missing"),
        ({"addresses": replace(SAFE["addresses"], contact="")}, "contact_missing"),
        ({"addresses": replace(SAFE["addresses"], is_sms_sent=True)}, "sms_sender_missing"),
        ({"database_url": "postgresql://jmo:postgres@db/jmo"}, "database_password_usual"),
        ({"pretended_checks": ["OPENJMO_POPULATION_REGISTRY"]}, "checks_pretended"),
    ],
)
def test_what_is_unsafe_is_refused_with_code_reason_and_next_step(change: dict[str, Any], code: str) -> None:
    (found,) = unsafe_settings(**{**SAFE, **change})
    assert found.code == code
    assert found.reason.endswith(".")
    assert found.fix
    with pytest.raises(WrongConfiguration, match=rf"\[{code}\]"):
        refuse_unsafe([found])


def test_no_secret_is_ever_told() -> None:
    found = unsafe_settings(**{**SAFE, "secrets": {"OPENJMO_SECRET_KEY": "hunter2", "OPENJMO_FIELD_KEY": "hunter2"}})
    assert found
    assert "hunter2" not in str(found)


def test_a_production_with_several_holes_is_told_all_of_them_and_does_not_start() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("OPENJMO_", "DJANGO_"))}
    environment |= {
        "OPENJMO_ENV": "production",
        "OPENJMO_SECRET_KEY": "short",
        "OPENJMO_FIELD_KEY": OTHER,
        "OPENJMO_HTTPS": "0",
        "OPENJMO_DEMO": "1",
        "OPENJMO_MAIL_CHANNEL": "pretend",
        "DATABASE_URL": "postgresql://nobody@localhost/nothing",
    }
    told = subprocess.run(
        [sys.executable, "-m", "openjmo", "migrate"], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert told.returncode == 1
    codes = {line.partition("]")[0].removeprefix("[") for line in told.stderr.splitlines()}
    assert codes == {*("secret_weak", "hosts_missing", "https_off", "demo_on", "mail_pretended", "mail_from_missing", "contact_missing")}
    assert "Traceback" not in told.stderr


@pytest.mark.django_db(transaction=True)
def test_accounts_of_the_demonstration_are_not_served_while_their_printed_password_opens_them() -> None:
    refuse_open_doors()
    email = cast.ACCOUNTS[0].email
    make_account(email, password="Sandi-Lain-9")
    refuse_open_doors()
    make_account(cast.ACCOUNTS[1].email, password=cast.PASSWORD)
    with pytest.raises(WrongConfiguration, match=rf"demo_accounts\] {cast.ACCOUNTS[1].email}:"):
        refuse_open_doors()


@pytest.mark.django_db
def test_nothing_is_served_with_another_master_key_than_the_database_was_sealed_with(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    keyring.hold(None)
    refuse_wrong_key()
    settings.OPENJMO_FIELD_KEY = "another-master-key-0123456789-abcdefgh"
    keyring.hold(None)
    try:
        with pytest.raises(WrongConfiguration, match="OPENJMO_FIELD_KEY does not open"):
            refuse_wrong_key()
    finally:
        keyring.hold(None)
