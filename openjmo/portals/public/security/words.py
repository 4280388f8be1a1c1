"""Ways and browsers in words."""

from __future__ import annotations

from django.utils.translation import gettext

from openjmo.domains.identity.security import Way


def way_words(way: Way) -> str:
    """As a choice, and in the list of sign-ins."""
    return {
        Way.PASSKEY: gettext("Sidik jari atau wajah"),
        Way.TOTP: gettext("Aplikasi autentikator"),
        Way.SMS: gettext("Kode lewat SMS"),
        Way.EMAIL: gettext("Kode lewat e-mail"),
        Way.RECOVERY: gettext("Kode cadangan"),
        Way.PASSWORD: gettext("Kata sandi"),
    }[way]


def browser_words(name: str, system: str) -> str:
    """“Chrome di Android”; what could not be told is not guessed."""
    if name and system:
        return gettext("%(browser)s di %(system)s") % {"browser": name, "system": system}
    return name or system or gettext("Perangkat lain")
