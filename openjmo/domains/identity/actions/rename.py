"""Call a passkey or a browser by another name; it opens as much as before, so nothing is held back and no letter goes out."""

from __future__ import annotations

from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.domains.identity.models import Device, Passkey

LONGEST: Final = 60


def rename_passkey(account_id: int, ref: str, name: str) -> bool:
    """The account's key is called so from now on; False when it has none of that reference. Raises InvalidInput at `name`."""
    return bool(Passkey.objects.filter(account_id=account_id, ref=ref).update(name=_checked(name)))


def rename_device(account_id: int, ref: str, name: str) -> bool:
    """The same of a browser in which the account has signed in."""
    return bool(Device.objects.filter(account_id=account_id, ref=ref).update(name=_checked(name)))


def _checked(name: str) -> str:
    """With single blanks and no signs that cannot be seen, which could make two names look alike."""
    plain = " ".join("".join(sign for sign in name if sign.isprintable() or sign.isspace()).split())
    if not plain:
        raise InvalidInput("Namanya belum diisi.", code="identity.name_missing", field="name", fix="Contoh: HP saya.")
    if len(plain) > LONGEST:
        raise InvalidInput("Namanya terlalu panjang.", code="identity.name_long", field="name", fix="Tulis paling banyak 60 huruf.")
    return plain
