"""A passkey in software, which signs whatever an attacker wants it to: other origins, other questions, without its owner, counting back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.utils import websafe_encode

from openjmo.domains.identity.webauthn import Question, Site

SITE = Site("openjmo.example", "https://openjmo.example", "OpenJMO")
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One key of one account. `count` is what it says next."""

    credential_id: bytes = b"kunci-satu"
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    count: int = 1

    def register(self, question: Question, **lies: Any) -> str:  # noqa: ANN401 - what `_signed` takes
        """What the browser sends after making it."""
        client, told = self._told(question, "webauthn.create", flags=lies.pop("flags", PRESENT | VERIFIED) | ATTESTED, **lies)
        point = self.private.public_key().public_numbers()
        public = cbor.encode({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        told += bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + public
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": told})
        return self._answer({"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(attestation), "transports": []})

    def sign(self, question: Question, **lies: Any) -> str:  # noqa: ANN401 - what `_told` takes
        """What the browser sends after signing."""
        client, told = self._told(question, "webauthn.get", **lies)
        signature = self.private.sign(told + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(told),
                "signature": websafe_encode(signature),
                "userHandle": None,
            }
        )

    def _told(
        self,
        question: Question,
        kind: str,
        *,
        flags: int = PRESENT | VERIFIED,
        origin: str = SITE.origin,
        host: str = SITE.host,
        challenge: str = "",
        count: int | None = None,
        called: str = "",
    ) -> tuple[bytes, bytes]:
        asked = challenge or json.loads(question.options)["challenge"]
        client = json.dumps({"type": called or kind, "challenge": asked, "origin": origin, "crossOrigin": False}).encode()
        counted = self.count if count is None else count
        self.count = counted + 1
        return client, hashlib.sha256(host.encode()).digest() + bytes([flags]) + counted.to_bytes(4, "big")

    def _answer(self, response: dict[str, Any]) -> str:
        own = websafe_encode(self.credential_id)
        return json.dumps(
            {
                "id": own,
                "rawId": own,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
                "authenticatorAttachment": None,
            }
        )
