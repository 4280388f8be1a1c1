"""Passkeys: what the browser is asked, and whether its answer is right. The cryptography is python-fido2's.

A challenge is signed and handed to the page instead of being kept: a visitor who only looks at the sign-in page costs no row. It holds for
fifteen minutes, for one purpose, and once; that it was used is what is kept. The owner is always verified by the device (face, finger or
screen lock), and of the key only its number, public half, counter and transports are taken (R6.2). Used by the actions of the room.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.core.cache import cache
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from openjmo.core.errors import InvalidInput

_HOLDS_FOR_SECONDS: Final = 15 * 60
_SALT: Final = "openjmo.identity.passkey"
_VERIFIED: Final = UserVerificationRequirement.REQUIRED
_LONGEST_ANSWER: Final = 20_000
_TRANSPORTS: Final = frozenset({"usb", "nfc", "ble", "smart-card", "hybrid", "internal"})


@dataclass(frozen=True, slots=True)
class Site:
    """Where a passkey holds: the host's name, and the origin the browser must name."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """For the page: `options` as the browser's own function takes them (JSON), `token` to be sent back beside the answer."""

    options: str
    token: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """What is kept of a key."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]


def ask_to_register(site: Site, purpose: str, *, handle: str, email: str, full_name: str, known: Sequence[bytes]) -> Question:
    """Options for making a key on this device; `known` are the keys the account has, so that none is made twice."""
    challenge = secrets.token_bytes(32)
    options, _state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=handle.encode(), name=email, display_name=full_name),
        [_descriptor(credential_id) for credential_id in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=_VERIFIED,
        challenge=challenge,
    )
    return _question(options, challenge, purpose)


def ask_to_sign(site: Site, purpose: str, *, known: Sequence[bytes] = ()) -> Question:
    """Options for signing with one of the known keys, or with any the device has for this site."""
    challenge = secrets.token_bytes(32)
    options, _state = _server(site).authenticate_begin(
        [_descriptor(credential_id) for credential_id in known] or None, user_verification=_VERIFIED, challenge=challenge
    )
    return _question(options, challenge, purpose)


def judge_registration(site: Site, purpose: str, token: str, answer: str) -> NewKey:
    """The key that was made. Raises InvalidInput for anything that is not quite right."""
    state = _state_of(token, purpose)
    try:
        read = _read(answer)
        data = _server(site).register_complete(state, RegistrationResponse.from_dict(read))
        made = data.credential_data
        transports = sorted(_TRANSPORTS.intersection(read["response"].get("transports") or []))
    except (ValueError, TypeError, KeyError) as failure:
        raise not_right() from failure
    if made is None:
        raise not_right()
    return NewKey(bytes(made.credential_id), cbor.encode(dict(made.public_key)), data.counter, transports)


def credential_id_of(answer: str) -> bytes:
    """Which key has answered; nothing is proved yet. Raises InvalidInput."""
    try:
        return bytes(AuthenticationResponse.from_dict(_read(answer)).raw_id)
    except (ValueError, TypeError, KeyError) as failure:
        raise not_right() from failure


def judge_signature(site: Site, purpose: str, token: str, answer: str, *, credential_id: bytes, public_key: bytes) -> int:
    """The key's counter, when it signed this very question just now. Raises InvalidInput."""
    state = _state_of(token, purpose)
    key = AttestedCredentialData.create(Aaguid.NONE, credential_id, CoseKey.parse(_mapping(cbor.decode(public_key))))
    try:
        response = AuthenticationResponse.from_dict(_read(answer))
        _server(site).authenticate_complete(state, [key], response)
    except (ValueError, TypeError, KeyError) as failure:
        raise not_right() from failure
    return int(response.response.authenticator_data.counter)


def not_right() -> InvalidInput:
    """One answer for everything that can be wrong, so that nobody learns which keys there are."""
    return InvalidInput(
        "Sidik jari atau wajah tidak dapat dipastikan.",
        code="identity.passkey_wrong",
        field="passkey",
        fix="Coba sekali lagi, atau pakai cara lain.",
    )


def _server(site: Site) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name=site.name, id=site.host), verify_origin=lambda origin: origin == site.origin)


def _descriptor(credential_id: bytes) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=credential_id)


def _question(options: Mapping[str, Any], challenge: bytes, purpose: str) -> Question:
    token = signing.dumps({"challenge": websafe_encode(challenge), "for": purpose}, salt=_SALT)
    return Question(json.dumps(dict(options)["publicKey"], separators=(",", ":")), token)


def _state_of(token: str, purpose: str) -> dict[str, Any]:
    """What the library needs to judge; from now on the challenge is used. Raises InvalidInput."""
    try:
        kept = signing.loads(token, salt=_SALT, max_age=_HOLDS_FOR_SECONDS)
    except signing.BadSignature as failure:
        raise not_right() from failure
    used = hashlib.sha256(token.encode()).hexdigest()
    if kept["for"] != purpose or not cache.add(f"passkey:{used}", 1, timeout=_HOLDS_FOR_SECONDS + 60):
        raise not_right()
    return {"challenge": kept["challenge"], "user_verification": _VERIFIED}


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > _LONGEST_ANSWER:
        raise ValueError("too long")
    return _mapping(json.loads(answer))


def _mapping(value: object) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise TypeError("no object")
    return value
