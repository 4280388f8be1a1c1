"""What this room keeps sealed: texts by field, each only for its purpose (`platform.sealing`)."""

from __future__ import annotations

import json
from typing import Final

from openjmo.platform.sealing import seal, unseal

DRAFT: Final = "verification.draft"
FACT: Final = "verification.fact"
CORRECTION: Final = "verification.correction"
PICTURE: Final = "verification.picture"


def seal_texts(texts: dict[str, str], purpose: str) -> bytes:
    """Several texts by name."""
    return seal(json.dumps(texts, ensure_ascii=False, sort_keys=True).encode(), purpose)


def unseal_texts(sealed: bytes | memoryview, purpose: str) -> dict[str, str]:
    """The texts again; none of what is empty. Raises SealBrokenError."""
    return dict(json.loads(unseal(bytes(sealed), purpose))) if sealed else {}


def seal_text(text: str, purpose: str) -> bytes:
    """One text."""
    return seal(text.encode(), purpose)


def unseal_text(sealed: bytes | memoryview, purpose: str) -> str:
    """The text again. Raises SealBrokenError."""
    return unseal(bytes(sealed), purpose).decode()
