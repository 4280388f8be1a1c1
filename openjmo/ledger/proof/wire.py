"""Statements and proofs as JSON. Every value is text: numbers in decimal digits, bytes in base64url without padding.

Reading is strict: an unknown or missing name, a number with a sign or a leading zero, text that would be written differently are all
refused, so that nothing in a file can be changed without being noticed.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import date
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.ledger.proof.hashing import HASH_SIZE, LONGEST_ACCOUNT, MOST_SEN, NODE_SIZE, PARTS, Epoch
from openjmo.ledger.proof.statement import Inclusion, Part, Proof, Statement, Unsigned

PROOF_FORMAT: Final = "openjmo-proof-1"
STATEMENT_FORMAT: Final = "openjmo-total-1"
LONGEST_TEXT: Final = 20_000
"""Characters that are looked at; a proof of the largest tree has fewer than 8,000."""
DEEPEST: Final = 62
_SIGNATURE_SIZE: Final = 64
_MOST_NUMBER: Final = 2**32 - 1

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)
_ACCOUNT: Final = re.compile(rf"[!-~]{{1,{LONGEST_ACCOUNT}}}", re.ASCII)
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def write_statement(statement: Statement) -> dict[str, str]:
    """As it is published."""
    facts = statement.facts
    return {
        "format": STATEMENT_FORMAT,
        "number": str(facts.epoch.number),
        "as_of": facts.epoch.as_of.isoformat(),
        "depth": str(facts.depth),
        "total_sen": str(facts.total.sen),
        "root": text_of(facts.root),
        "previous": text_of(facts.previous),
        "published_at": facts.published_at,
        "public_key": text_of(facts.public_key),
        "signature": text_of(statement.signature),
    }


def write_proof(proof: Proof) -> str:
    """As a member takes it away: one line of JSON under 4 KB."""
    held = proof.inclusion
    return json.dumps(
        {
            "format": PROOF_FORMAT,
            "statement": write_statement(proof.statement),
            "account": held.account,
            "balance_sen": str(held.sen),
            "salt": text_of(held.salt),
            "parts": [{"sen": str(part.sen), "index": str(part.index), "path": text_of(b"".join(part.path))} for part in held.parts],
        },
        separators=(",", ":"),
    )


def text_of(value: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(value).decode().rstrip("=")


def read_proof(text: str) -> Proof:
    """Read what `write_proof` wrote. Raises InvalidInput `proof.unreadable`."""
    try:
        return _proof(json.loads(text[: LONGEST_TEXT + 1]))
    except (ValueError, RecursionError) as trouble:
        raise InvalidInput(
            "Isi ini bukan berkas bukti yang utuh.",
            code="proof.unreadable",
            field="bukti",
            fix="Tempel seluruh isi berkas bukti, dari kurung kurawal pertama sampai terakhir.",
        ) from trouble


def _proof(value: object) -> Proof:
    fields = _fields(value, "format", "statement", "account", "balance_sen", "salt", "parts")
    if fields["format"] != PROOF_FORMAT:
        raise ValueError("another format")
    statement = _statement(fields["statement"])
    parts = fields["parts"]
    if not isinstance(parts, list) or len(parts) != PARTS:
        raise ValueError("two parts are needed")
    inclusion = Inclusion(
        account=_matching(fields["account"], _ACCOUNT),
        sen=_number(fields["balance_sen"], MOST_SEN),
        salt=_bytes(fields["salt"], HASH_SIZE),
        parts=tuple(_part(part, statement.facts.depth) for part in parts),
    )
    return Proof(statement, inclusion)


def _part(value: object, depth: int) -> Part:
    fields = _fields(value, "sen", "index", "path")
    path = _bytes(fields["path"], NODE_SIZE * depth)
    return Part(
        sen=_number(fields["sen"], MOST_SEN),
        index=_number(fields["index"], 2**depth - 1),
        path=tuple(path[at : at + NODE_SIZE] for at in range(0, len(path), NODE_SIZE)),
    )


def _statement(value: object) -> Statement:
    fields = _fields(
        value, "format", "number", "as_of", "depth", "total_sen", "root", "previous", "published_at", "public_key", "signature"
    )
    if fields["format"] != STATEMENT_FORMAT:
        raise ValueError("another format")
    facts = Unsigned(
        epoch=Epoch(_number(fields["number"], _MOST_NUMBER, least=1), date.fromisoformat(_matching(fields["as_of"], _DATE))),
        depth=_number(fields["depth"], DEEPEST, least=1),
        total=Money(_number(fields["total_sen"], MOST_SEN)),
        root=_bytes(fields["root"], HASH_SIZE),
        previous=_bytes(fields["previous"], HASH_SIZE),
        published_at=_matching(fields["published_at"], _MOMENT),
        public_key=_bytes(fields["public_key"], HASH_SIZE),
    )
    return Statement(facts, _bytes(fields["signature"], _SIGNATURE_SIZE))


def _fields(value: object, *names: str) -> Mapping[str, object]:
    if not isinstance(value, dict) or set(value) != set(names):
        raise ValueError("other names than expected")
    return value


def _matching(value: object, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ValueError("text of another form")
    return value


def _number(value: object, most: int, *, least: int = 0) -> int:
    number = int(_matching(value, _NUMBER))
    if not least <= number <= most:
        raise ValueError("a number out of bounds")
    return number


def _bytes(value: object, size: int) -> bytes:
    text = _matching(value, _BASE64URL)
    found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(found) != size or text_of(found) != text:
        raise ValueError("other bytes than expected")
    return found
