"""What production refuses to start with: settings that are fine on one's own machine and a hole in front of real people.

Called once, at the end of `openjmo.settings`. Everything that is wrong is told at once, each with a code, the reason and what to do
(docs/operate.md lists them).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openjmo.platform.environment import WrongConfiguration

SHORTEST_SECRET: Final = 32
"""Signs of a secret; fewer can be guessed or were never meant as one."""
_FEWEST_DIFFERENT: Final = 8
"""Different signs in a secret; `aaaa…` is as long as one likes and no secret."""


@dataclass(frozen=True, slots=True)
class Unsafe:
    """One setting: a code to search for, why it is not taken, and what to set instead."""

    code: str
    reason: str
    fix: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Whom letters and SMS come from, and how people reach the operator."""

    mail_from: str
    contact: str
    sms_sender: str
    is_sms_sent: bool


def unsafe_settings(
    *,
    secrets: Mapping[str, str],
    hosts: Sequence[str],
    is_https: bool,
    is_debug_asked: bool,
    is_demo: bool,
    mail_channel: str,
    addresses: Addresses,
    database_url: str,
    pretended_checks: Sequence[str] = (),
) -> tuple[Unsafe, ...]:
    """All that is wrong; `secrets` by the name of their variable, those that are not set left out. The values are never in the answer.

    `pretended_checks` are the variables that name a made-up partner for identity checks where nobody said that this is meant.
    """
    return (
        *_secrets(secrets),
        *_hosts(hosts),
        *_switches(is_https=is_https, is_debug_asked=is_debug_asked, is_demo=is_demo),
        *_partners(mail_channel, database_url),
        *_addresses(addresses),
        *_checks(pretended_checks),
    )


def refuse_unsafe(found: Sequence[Unsafe]) -> None:
    """Raises `WrongConfiguration` with everything that is wrong, one line each."""
    if found:
        raise WrongConfiguration("\n".join(f"[{one.code}] {one.reason} {one.fix}" for one in found))


def _secrets(secrets: Mapping[str, str]) -> Iterator[Unsafe]:
    make = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
    seen: dict[str, str] = {}
    for name, value in secrets.items():
        if len(value) < SHORTEST_SECRET or len(set(value)) < _FEWEST_DIFFERENT:
            reason = f"{name} can be guessed: shorter than {SHORTEST_SECRET} signs, or fewer than {_FEWEST_DIFFERENT} different ones."
            yield Unsafe("secret_weak", reason, make)
        if value in seen:
            reason = f"{name} is the same as {seen[value]}; whoever learns one then has both, and one cannot be changed without the other."
            yield Unsafe("secret_shared", reason, make)
        seen[value] = name


def _hosts(hosts: Sequence[str]) -> Iterator[Unsafe]:
    if not hosts:
        yield Unsafe(
            "hosts_missing", "OPENJMO_HOSTS is missing.", "Set the comma-separated names this server answers to, the public one first."
        )
    if any("*" in host for host in hosts):
        yield Unsafe(
            "hosts_any", "OPENJMO_HOSTS takes any name, so letters can be made to link to somebody else's.", "Name each host in full."
        )


def _switches(*, is_https: bool, is_debug_asked: bool, is_demo: bool) -> Iterator[Unsafe]:
    if not is_https:
        yield Unsafe(
            "https_off",
            "OPENJMO_HTTPS is off, so cookies of sessions travel in clear.",
            "Leave it out, and put a proxy that speaks HTTPS in front.",
        )
    if is_debug_asked:
        yield Unsafe("debug_on", "OPENJMO_DEBUG is on; its pages show people's data.", "Leave it out.")
    if is_demo:
        yield Unsafe(
            "demo_on",
            "OPENJMO_DEMO is on; it tells everybody that people and figures are invented.",
            "Leave it out, or run another environment.",
        )


def _partners(mail_channel: str, database_url: str) -> Iterator[Unsafe]:
    if mail_channel == "pretend":
        yield Unsafe("mail_pretended", "OPENJMO_MAIL_CHANNEL is pretend, so no letter ever arrives.", "Set it to smtp.")
    if any(f":{word}@" in database_url for word in ("postgres", "password", "openjmo", "admin", "root")):
        yield Unsafe(
            "database_password_usual", "DATABASE_URL has a password that everybody tries first.", "Give the account another password."
        )


def _addresses(own: Addresses) -> Iterator[Unsafe]:
    told = "people are told who writes to them, so that a false sender is recognised"
    if own.mail_from.rstrip(">").endswith(".invalid"):
        yield Unsafe("mail_from_missing", f"OPENJMO_MAIL_FROM is missing; {told}.", "Set the address that letters come from.")
    if not own.contact:
        yield Unsafe(
            "contact_missing",
            "OPENJMO_CONTACT is missing, so nobody can report a false message.",
            "Set a telephone number or an address.",
        )
    if own.is_sms_sent and not own.sms_sender:
        yield Unsafe("sms_sender_missing", f"OPENJMO_SMS_SENDER is missing; {told}.", "Set the name or number that SMS come from.")


def _checks(pretended: Sequence[str]) -> Iterator[Unsafe]:
    for name in pretended:
        yield Unsafe(
            "checks_pretended",
            f"{name} is pretend, so whoever comes is taken for whom they say.",
            "Leave it out, so that people decide; for a trial with invented people set OPENJMO_CHECKS_MAY_PRETEND=1.",
        )
