"""Reading a passbook's file and the text of its QR code.

Strict: another name, a number written differently, a blank too many are all refused, so that nothing can be changed without being noticed.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.domains.passbooks.statement import (
    FILE_FORMAT,
    FORMAT,
    PARTS,
    SUMMARY_FORMAT,
    Passbook,
    PassbookCard,
    PassbookLine,
    SignedPassbook,
    Summary,
    canonical,
)
from openjmo.ledger.proof.wire import text_of

LONGEST_TEXT: Final = 2_000_000
"""Characters that are looked at; forty years of lines have some 400,000."""
_KEY_SIZE: Final = 32
_SIGNATURE_SIZE: Final = 64

_SEN: Final = re.compile(r"0|-?[1-9][0-9]{0,17}", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", re.ASCII)
_WORDS: Final = re.compile(r"[^\x00-\x1f\x7f]{0,300}")
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)
_LABELS: Final = re.compile(r"[0-9+,]{1,60}", re.ASCII)


def read_passbook(text: str) -> SignedPassbook:
    """Read what `SignedPassbook.file_text` wrote; the summary's signature is empty. Raises InvalidInput `passbooks.unreadable`."""
    try:
        value = json.loads(text[: LONGEST_TEXT + 1])
        signed = _file(value)
        is_canonical = canonical(value) == text
        signed.passbook.signed_bytes()
    except (ValueError, RecursionError) as trouble:
        raise _unreadable() from trouble
    if not is_canonical:
        raise _unreadable()
    return signed


def read_summary(text: str) -> tuple[Summary, bytes]:
    """Read the text of a QR code: the summary and its signature. Raises InvalidInput `passbooks.unreadable`."""
    try:
        return _summary(text.split("|"))
    except ValueError as trouble:
        raise _unreadable() from trouble


def _unreadable() -> InvalidInput:
    return InvalidInput(
        "Isi ini bukan buku saldo yang utuh.",
        code="passbooks.unreadable",
        field="buku",
        fix="Tempel seluruh isi berkas JSON atau seluruh isi kode QR, tanpa mengubahnya.",
    )


def _summary(pieces: list[str]) -> tuple[Summary, bytes]:
    if len(pieces) != 9 or pieces[0] != SUMMARY_FORMAT:  # noqa: PLR2004 - the places of the format
        raise ValueError("another format")
    summary = Summary(
        reference=_words(pieces[1]),
        cards=_matching(pieces[2], _LABELS),
        first=_date(pieces[3]),
        until=_date(pieces[4]),
        as_of=_moment(pieces[5]),
        closing=_money(pieces[6]),
        digest=_bytes(pieces[7], _KEY_SIZE),
    )
    return summary, _bytes(pieces[8], _SIGNATURE_SIZE)


def _file(value: object) -> SignedPassbook:
    fields = _fields(value, "format", "statement", "signature")
    if fields["format"] != FILE_FORMAT:
        raise ValueError("another format")
    return SignedPassbook(_statement(fields["statement"]), _bytes(fields["signature"], _SIGNATURE_SIZE), b"")


def _statement(value: object) -> Passbook:
    fields = _fields(
        value,
        *("format", "reference", "fund", "programme", "holder", "cards", "period", "as_of", "law_digest"),
        *("opening_sen", "closing_sen", "totals", "lines", "public_key"),
    )
    if fields["format"] != FORMAT or fields["programme"] != "JHT":
        raise ValueError("another format")
    holder = _fields(fields["holder"], "name", "nik")
    period = _fields(fields["period"], "from", "until")
    totals = _fields(fields["totals"], *(f"{part}_sen" for part in PARTS))
    return Passbook(
        reference=_words(fields["reference"]),
        fund=_words(fields["fund"]),
        holder_name=_words(holder["name"]),
        holder_nik=_words(holder["nik"]),
        cards=tuple(_card(card) for card in _list(fields["cards"])),
        first=_date(period["from"]),
        until=_date(period["until"]),
        as_of=_moment(fields["as_of"]),
        law_digest=_words(fields["law_digest"]),
        opening=_money(fields["opening_sen"]),
        closing=_money(fields["closing_sen"]),
        totals={part: _money(totals[f"{part}_sen"]) for part in PARTS},
        lines=tuple(_line(line) for line in _list(fields["lines"])),
        public_key=_bytes(fields["public_key"], _KEY_SIZE),
    )


def _card(value: object) -> PassbookCard:
    fields = _fields(value, "ref", "number", "opening_sen", "closing_sen")
    return PassbookCard(_words(fields["ref"]), _words(fields["number"]), _money(fields["opening_sen"]), _money(fields["closing_sen"]))


def _line(value: object) -> PassbookLine:
    fields = _fields(value, "ref", "date", "recorded", "card", "kind", "event", "month", "detail", "amount_sen", "balance_sen")
    part = _words(fields["kind"])
    if part not in PARTS:
        raise ValueError("no such part")
    return PassbookLine(
        ref=_words(fields["ref"]),
        on=_date(fields["date"]),
        recorded_at=_moment(fields["recorded"]),
        card=_words(fields["card"]),
        part=part,
        event=_words(fields["event"]),
        month=_words(fields["month"]),
        detail=_words(fields["detail"]),
        amount=_money(fields["amount_sen"]),
        balance=_money(fields["balance_sen"]),
    )


def _fields(value: object, *names: str) -> Mapping[str, object]:
    if not isinstance(value, dict) or set(value) != set(names):
        raise ValueError("other names than expected")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("no list")  # noqa: TRY004 - the callers tell of one kind of trouble
    return value


def _matching(value: object, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ValueError("text of another form")
    return value


def _words(value: object) -> str:
    return _matching(value, _WORDS)


def _money(value: object) -> Money:
    return Money(int(_matching(value, _SEN)))


def _date(value: object) -> date:
    return date.fromisoformat(_matching(value, _DATE))


def _moment(value: object) -> datetime:
    return datetime.strptime(_matching(value, _MOMENT), "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def _bytes(value: object, size: int) -> bytes:
    text = _matching(value, _BASE64URL)
    found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(found) != size or text_of(found) != text:
        raise ValueError("other bytes than expected")
    return found
