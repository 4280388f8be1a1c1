"""Check a proof that a balance is counted in a published total. Needs Python 3.9 or newer and nothing else.

    python verify_proof.py proof.json [--root statement.json] [--public-key KEY]

`proof.json` is what a member downloads. `--root` is the statement as you got it elsewhere (the public page, a newspaper, a friend);
`--public-key` is the key of whoever publishes, 43 characters, as you know it. Without these two the file is only checked against itself:
then a made-up fund could have written it.

Exit status: 0 the proof holds, 1 it does not, 2 nothing could be checked because something cannot be read.
The format is described byte by byte in docs/proof.md of OpenJMO.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from hashlib import sha256, sha512
from pathlib import Path

HOLDS, FAILS, UNREADABLE = 0, 1, 2
MOST = 2**63 - 1
NODE_SIZE = 40
STATEMENT_NAMES = ["format", "number", "as_of", "depth", "total_sen", "root", "previous", "published_at", "public_key", "signature"]
FAULTS = {
    "parts_differ": "the two parts do not sum to the balance",
    "place_wrong": "a part does not stand in its own half of the tree",
    "sum_too_large": "a sum on the way up is too large",
    "total_differs": "the sums on the way up do not lead to the published total",
    "root_differs": "the way up does not lead to the published root",
    "key_differs": "the statement names another public key than the one given",
    "signature_wrong": "the signature does not fit the statement",
    "statement_differs": "the statement in the proof is not the one given with --root",
}


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """Something is not what it should be, before anything could be checked."""


# Reading: every value is text, and only the one way of writing it is taken.


def fields(value: object, names: list[str]) -> dict[str, object]:
    if not isinstance(value, dict) or set(value) != set(names):
        raise Unreadable("other names than expected")
    return value


def matching(value: object, form: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(form, value, re.ASCII):
        raise Unreadable("text of another form")
    return value


def number(value: object, least: int, most: int) -> int:
    found = int(matching(value, "0|[1-9][0-9]{0,18}"))
    if not least <= found <= most:
        raise Unreadable("a number out of bounds")
    return found


def octets(value: object, size: int) -> bytes:
    text = matching(value, "[A-Za-z0-9_-]*")
    try:
        found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as trouble:
        raise Unreadable("not base64url") from trouble
    if len(found) != size or urlsafe_b64encode(found).decode().rstrip("=") != text:
        raise Unreadable("other bytes than expected")
    return found


class Statement:
    """What was published, read."""

    def __init__(self, value: object) -> None:
        found = fields(value, STATEMENT_NAMES)
        if found["format"] != "openjmo-total-1":
            raise Unreadable("another format of statement")
        self.fields = found
        self.number = number(found["number"], 1, 2**32 - 1)
        self.as_of = matching(found["as_of"], "[0-9]{4}-[0-9]{2}-[0-9]{2}")
        try:
            date.fromisoformat(self.as_of)
        except ValueError as trouble:
            raise Unreadable("no such day") from trouble
        self.depth = number(found["depth"], 1, 62)
        self.total = number(found["total_sen"], 0, MOST)
        self.root = octets(found["root"], 32)
        self.previous = octets(found["previous"], 32)
        self.published_at = matching(found["published_at"], "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
        self.public_key = octets(found["public_key"], 32)
        self.signature = octets(found["signature"], 64)
        self.prefix = self.number.to_bytes(4, "big") + self.as_of.encode()

    def signed_bytes(self) -> bytes:
        return (
            b"openjmo:proof:1:statement\0"
            + self.prefix
            + bytes([self.depth])
            + self.total.to_bytes(8, "big")
            + self.root
            + self.previous
            + self.published_at.encode()
            + self.public_key
        )


class Proof:
    """What a member was given, read."""

    def __init__(self, value: object) -> None:
        found = fields(value, ["format", "statement", "account", "balance_sen", "salt", "parts"])
        if found["format"] != "openjmo-proof-1":
            raise Unreadable("another format of proof")
        self.statement = Statement(found["statement"])
        self.account = matching(found["account"], "[!-~]{1,64}")
        self.balance = number(found["balance_sen"], 0, MOST)
        self.salt = octets(found["salt"], 32)
        if not isinstance(found["parts"], list) or len(found["parts"]) != 2:
            raise Unreadable("two parts are needed")
        self.parts = [self._part(part) for part in found["parts"]]

    def _part(self, value: object) -> tuple[int, int, list[bytes]]:
        found = fields(value, ["sen", "index", "path"])
        depth = self.statement.depth
        path = octets(found["path"], NODE_SIZE * depth)
        neighbours = [path[at : at + NODE_SIZE] for at in range(0, len(path), NODE_SIZE)]
        return number(found["sen"], 0, MOST), number(found["index"], 0, 2**depth - 1), neighbours


# Checking.


def fault_of(proof: Proof, given: Statement | None = None, public_key: bytes | None = None) -> str:
    """The first thing that does not hold; empty when everything does."""
    told = proof.statement
    if sum(sen for sen, _, _ in proof.parts) != proof.balance:
        return "parts_differ"
    if any(index >> (told.depth - 1) != half for half, (_, index, _) in enumerate(proof.parts)):
        return "place_wrong"
    for half in range(2):
        fault = fault_of_part(proof, half)
        if fault:
            return fault
    return fault_of_statement(told, given, public_key)


def fault_of_part(proof: Proof, half: int) -> str:
    told, account = proof.statement, proof.account.encode()
    total, index, path = proof.parts[half]
    own = told.prefix + bytes([half]) + total.to_bytes(8, "big") + proof.salt + bytes([len(account)]) + account
    digest = sha256(b"openjmo:proof:1:leaf\0" + own).digest()
    for level, neighbour in enumerate(path):
        node = digest + total.to_bytes(8, "big")
        pair = neighbour + node if index >> level & 1 else node + neighbour
        digest = sha256(b"openjmo:proof:1:node\0" + pair).digest()
        total += int.from_bytes(neighbour[32:], "big")
        if total > MOST:
            return "sum_too_large"
    if total != told.total:
        return "total_differs"
    top = told.prefix + bytes([told.depth]) + total.to_bytes(8, "big") + digest
    return "" if sha256(b"openjmo:proof:1:root\0" + top).digest() == told.root else "root_differs"


def fault_of_statement(told: Statement, given: Statement | None, public_key: bytes | None) -> str:
    if public_key is not None and told.public_key != public_key:
        return "key_differs"
    if not ed25519_verify(told.public_key, told.signed_bytes(), told.signature):
        return "signature_wrong"
    return "statement_differs" if given is not None and given.fields != told.fields else ""


# Ed25519, RFC 8032 section 5.1. Nothing secret is computed here, so time need not be constant.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def point_from(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (not x and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def bytes_of(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_from((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature of 64 bytes is this key's over the message."""
    point = point_from(public_key)
    s = int.from_bytes(signature[32:], "little")
    if point is None or BASE is None or s >= ORDER:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    negative = (P - point[0], point[1], 1, P - point[3])
    return bytes_of(add(multiply(s, BASE), multiply(challenge, negative))) == signature[:32]


# The command.


def rupiah(sen: int) -> str:
    return "Rp" + f"{sen // 100:,}".replace(",", ".") + f",{sen % 100:02d}"


def read(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as trouble:
        raise Unreadable(f"{path}: {trouble}") from trouble


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check a proof that a balance is counted in a published total.")
    parser.add_argument("proof", type=Path)
    parser.add_argument("--root", type=Path, metavar="STATEMENT", help="the statement as you got it elsewhere")
    parser.add_argument("--public-key", metavar="KEY", help="the publisher's key as you know it, 43 characters")
    chosen = parser.parse_args(arguments)
    try:
        proof = Proof(read(chosen.proof))
        given = Statement(read(chosen.root)) if chosen.root else None
        key = octets(chosen.public_key, 32) if chosen.public_key is not None else None
    except Unreadable as trouble:
        print(f"Nothing was checked: {trouble}.", file=sys.stderr)
        return UNREADABLE
    fault = fault_of(proof, given, key)
    if fault:
        print(f"DOES NOT HOLD: {FAULTS[fault]} [{fault}]")
        return FAILS
    told = proof.statement
    print(f"Holds: account {proof.account} with {rupiah(proof.balance)}")
    print(f"is counted in the total of {rupiah(told.total)} on {told.as_of}, publication {told.number}.")
    print(f"Signed with {told.fields['public_key']}, root {told.fields['root']}.")
    if given is None and key is None:
        print("The root and the key are those of the file itself: compare them with what was published (--root, --public-key).")
    return HOLDS


if __name__ == "__main__":
    sys.exit(main())
