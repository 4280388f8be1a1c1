"""The fund's signing key: one private seed, made from a setting. Every use signs under words of its own, and none passes for another."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from openjmo.core.errors import Refusal

_KEY: Final = b"openjmo:proof:1:key\0"


def signing_seed() -> bytes:
    """The private seed, 32 bytes, made from the setting. Raises Refusal `proofs.key_missing` where there is none."""
    if not settings.OPENJMO_PROOF_KEY:
        raise Refusal(
            "Kunci untuk menandatangani belum dipasang.",
            code="proofs.key_missing",
            fix="Isi OPENJMO_PROOF_KEY atau OPENJMO_PROOF_KEY_FILE, lalu ulangi.",
        )
    return sha256(_KEY + settings.OPENJMO_PROOF_KEY.encode()).digest()


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is this key's over the message: Ed25519, RFC 8032."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def signer() -> Ed25519PrivateKey | None:
    """The key itself, for what goes out unsigned where there is none."""
    return Ed25519PrivateKey.from_private_bytes(signing_seed()) if settings.OPENJMO_PROOF_KEY else None
