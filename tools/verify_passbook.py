"""Check a passbook, or the text of its QR code. Needs Python 3.9 or newer, no network, and nothing else.

    python verify_passbook.py passbook.json [--public-key KEY]
    python verify_passbook.py qr.txt --public-key KEY

`--public-key` is the key of the fund as you know it, 43 characters. Without it a file is only checked against itself: then a made-up fund
could have written it. The text of a QR code does not carry the key, so it cannot be checked without.

Exit status: 0 it holds, 1 it does not, 2 nothing could be checked because something cannot be read.
The formats are described in docs/passbook.md of OpenJMO.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from hashlib import sha256, sha512
from pathlib import Path

HOLDS, FAILS, UNREADABLE = 0, 1, 2
LONGEST = 2_000_000
PARTS = ("worker", "employer", "returns", "claims", "other")
STATEMENT_NAMES = (
    *("format", "reference", "fund", "programme", "holder", "cards", "period", "as_of", "law_digest"),
    *("opening_sen", "closing_sen", "totals", "lines", "public_key"),
)
LINE_NAMES = ("ref", "date", "recorded", "card", "kind", "event", "month", "detail", "amount_sen", "balance_sen")
FAULTS = {
    "line_differs": "the running balance does not follow",
    "card_unknown": "the line is of a card that the passbook does not have",
    "closing_differs": "the closing balance is not that of the last line",
    "card_differs": "a card's closing balance is not the sum of its lines",
    "opening_differs": "the opening balance is not the sum of the cards",
    "total_differs": "the total of a part is not the sum of its lines",
    "signature_wrong": "the signature does not fit: something was changed, or somebody else wrote it",
    "key_differs": "it was signed with another key than the one given",
}


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """Something is not what it should be, before anything could be checked."""


# Reading: every value is text, and only the one way of writing it is taken.


def fields(value: object, names: tuple[str, ...]) -> dict[str, object]:
    if not isinstance(value, dict) or set(value) != set(names):
        raise Unreadable("other names than expected")
    return value


def items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Unreadable("no list")
    return value


def matching(value: object, form: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(form, value):
        raise Unreadable("text of another form")
    return value


def words(value: object) -> str:
    return matching(value, "[^\\x00-\\x1f\\x7f]{0,300}")


def sen(value: object) -> int:
    return int(matching(value, "0|-?[1-9][0-9]{0,17}"))


def day(value: object) -> str:
    text = matching(value, "[0-9]{4}-[0-9]{2}-[0-9]{2}")
    try:
        date.fromisoformat(text)
    except ValueError as trouble:
        raise Unreadable("no such day") from trouble
    return text


def moment(value: object) -> str:
    text = matching(value, r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
    try:
        datetime.fromisoformat(text[:-1])
    except ValueError as trouble:
        raise Unreadable("no such moment") from trouble
    return text


def octets(value: object, size: int) -> bytes:
    text = matching(value, "[A-Za-z0-9_-]*")
    try:
        found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as trouble:
        raise Unreadable("not base64url") from trouble
    if len(found) != size or written(found) != text:
        raise Unreadable("other bytes than expected")
    return found


def written(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Summary:
    """The text of a QR code, read."""

    def __init__(self, text: str) -> None:
        pieces = text.split("|")
        if len(pieces) != 9 or pieces[0] != "OPENJMO-BUKU-1":
            raise Unreadable("another format")
        self.reference = words(pieces[1])
        self.cards = matching(pieces[2], "[0-9+,]{1,60}")
        self.first, self.until, self.as_of = day(pieces[3]), day(pieces[4]), moment(pieces[5])
        self.closing = sen(pieces[6])
        self.digest = octets(pieces[7], 32)
        self.signature = octets(pieces[8], 64)
        self.signed = b"openjmo:passbook:1:summary\0" + encoded("|".join(pieces[:8]))

    def fault(self, public_key: bytes) -> tuple[str, str]:
        """The first thing that does not hold, and where; empty when everything does."""
        return ("", "") if ed25519_verify(public_key, self.signed, self.signature) else ("signature_wrong", "")


class Passbook:
    """The file, read."""

    def __init__(self, text: str) -> None:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as trouble:
            raise Unreadable("not JSON") from trouble
        found = fields(value, ("format", "statement", "signature"))
        told = fields(found["statement"], STATEMENT_NAMES)
        if (found["format"], told["format"], told["programme"]) != ("openjmo-passbook-file-1", "openjmo-passbook-1", "JHT"):
            raise Unreadable("another format")
        holder, period = fields(told["holder"], ("name", "nik")), fields(told["period"], ("from", "until"))
        totals = fields(told["totals"], tuple(f"{part}_sen" for part in PARTS))
        self.reference, self.name = words(told["reference"]), words(holder["name"])
        self.first, self.until, self.as_of = day(period["from"]), day(period["until"]), moment(told["as_of"])
        for value_of in (told["fund"], holder["nik"], told["law_digest"]):
            words(value_of)
        self.opening, self.closing = sen(told["opening_sen"]), sen(told["closing_sen"])
        self.totals = {part: sen(totals[f"{part}_sen"]) for part in PARTS}
        self.card_rows = [self._card(card) for card in items(told["cards"])]
        self.lines = [self._line(line) for line in items(told["lines"])]
        self.public_key = octets(told["public_key"], 32)
        self.signature = octets(found["signature"], 64)
        self.signed = b"openjmo:passbook:1:statement\0" + encoded(canonical(told))
        self.cards = ",".join(card[1][-4:] for card in self.card_rows)
        self.digest = sha256(self.signed).digest()
        if canonical(value) != text:
            raise Unreadable("written differently")

    @staticmethod
    def _card(value: object) -> tuple[str, str, int, int]:
        found = fields(value, ("ref", "number", "opening_sen", "closing_sen"))
        return words(found["ref"]), words(found["number"]), sen(found["opening_sen"]), sen(found["closing_sen"])

    @staticmethod
    def _line(value: object) -> tuple[str, str, int, int]:
        found = fields(value, LINE_NAMES)
        day(found["date"])
        moment(found["recorded"])
        for name in ("ref", "event", "month", "detail"):
            words(found[name])
        if found["kind"] not in PARTS:
            raise Unreadable("no such part")
        return words(found["card"]), words(found["kind"]), sen(found["amount_sen"]), sen(found["balance_sen"])

    def fault(self, public_key: bytes | None) -> tuple[str, str]:
        """The first thing that does not hold, and where; empty when everything does."""
        fault = self._sums_fault()
        if fault[0]:
            return fault
        if not ed25519_verify(self.public_key, self.signed, self.signature):
            return "signature_wrong", ""
        return ("key_differs", "") if public_key is not None and public_key != self.public_key else ("", "")

    def _sums_fault(self) -> tuple[str, str]:
        balance = self.opening
        cards = {ref: opening for ref, _, opening, _ in self.card_rows}
        totals = dict.fromkeys(PARTS, 0)
        for number, (card, part, amount, after) in enumerate(self.lines, 1):
            balance += amount
            if after != balance:
                return "line_differs", f"line {number}: {rupiah(balance)} expected, {rupiah(after)} written"
            if card not in cards:
                return "card_unknown", f"line {number}"
            cards[card] += amount
            totals[part] += amount
        if self.closing != balance:
            return "closing_differs", f"{rupiah(balance)} expected, {rupiah(self.closing)} written"
        for ref, number_of, _, closing in self.card_rows:
            if closing != cards[ref]:
                return "card_differs", f"card {number_of}: {rupiah(cards[ref])} expected, {rupiah(closing)} written"
        if self.opening != sum(opening for _, _, opening, _ in self.card_rows):
            return "opening_differs", rupiah(self.opening)
        wrong = next((part for part in PARTS if self.totals[part] != totals[part]), "")
        return ("total_differs", f"{wrong}: {rupiah(totals[wrong])} expected, {rupiah(self.totals[wrong])} written") if wrong else ("", "")


def encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as trouble:
        raise Unreadable("broken text") from trouble


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


def rupiah(amount: int) -> str:
    return ("-" if amount < 0 else "") + "Rp" + f"{abs(amount) // 100:,}".replace(",", ".") + f",{abs(amount) % 100:02d}"


def checked(text: str, key: bytes | None) -> tuple[Passbook | Summary, str, str]:
    """What was read, the first thing that does not hold, and where."""
    if len(text) > LONGEST:
        raise Unreadable("too long")
    if text.startswith("{"):
        passbook = Passbook(text)
        return passbook, *passbook.fault(key)
    if key is None:
        raise Unreadable("the text of a QR code is checked with --public-key")
    summary = Summary(text)
    return summary, *summary.fault(key)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check a passbook, or the text of its QR code.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--public-key", metavar="KEY", help="the fund's key as you know it, 43 characters")
    chosen = parser.parse_args(arguments)
    try:
        key = octets(chosen.public_key, 32) if chosen.public_key is not None else None
        found, fault, where = checked(chosen.file.read_text(encoding="utf-8").strip(), key)
    except (OSError, UnicodeDecodeError, Unreadable) as trouble:
        print(f"Nothing was checked: {trouble}.", file=sys.stderr)
        return UNREADABLE
    if fault:
        print(f"DOES NOT HOLD: {FAULTS[fault]} [{fault}]" + (f", {where}" if where else ""))
        return FAILS
    print(f"Holds: passbook {found.reference}, cards {found.cards}, {found.first} to {found.until}, as known at {found.as_of}")
    print(f"Closing balance {rupiah(found.closing)}; digest {written(found.digest)}.")
    if key is None and isinstance(found, Passbook):
        print(f"Signed with {written(found.public_key)}: compare this key with the fund's own (--public-key).")
    return HOLDS


if __name__ == "__main__":
    sys.exit(main())
