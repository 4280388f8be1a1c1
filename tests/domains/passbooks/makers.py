"""Passbooks for tests: a real one from a small fund, a made one without a database, and what somebody might change in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from openjmo.core.money import Money
from openjmo.domains.passbooks.statement import PARTS, Passbook, PassbookCard, PassbookLine, SignedPassbook, canonical, sign
from openjmo.ledger.proof.statement import public_key_of

SEED = bytes(range(32))
AS_OF = datetime(2026, 11, 23, 3, 0, 0, 123456, tzinfo=UTC)


def made_passbook(count: int = 6, *, seed: bytes = SEED) -> SignedPassbook:
    """Two cards and `count` lines."""
    cards = {"KP-AAAA-AAAA-A": 1_000_01, "KP-BBBB-BBBB-B": 2_000_02}
    closing, balance, lines = dict(cards), sum(cards.values()), []
    totals = dict.fromkeys(PARTS, 0)
    for number in range(count):
        card, part = list(cards)[number % 2], PARTS[number % 3]
        amount = 120_000_37 + number
        balance += amount
        closing[card] += amount
        totals[part] += amount
        on = date(2026, 1, 10) + timedelta(days=number % 300)
        event, detail = ("returns", "5.5 declared") if part == "returns" else ("contribution", 'PT Karya "Bahari" & Ünïted')
        lines.append(
            PassbookLine(
                f"{number}-1-0001", on, AS_OF - timedelta(days=1), card, part, event, "2026-01", detail, Money(amount), Money(balance)
            )
        )
    return sign(
        Passbook(
            reference="BT-7F3K-9Q2M-X",
            fund="OpenJMO",
            holder_name="Siti Rahmawati",
            holder_nik="3507••••••••0000",
            cards=tuple(
                PassbookCard(ref, f"••• 000{at}", Money(sen), Money(closing[ref])) for at, (ref, sen) in enumerate(cards.items(), 1)
            ),
            first=date(2026, 1, 1),
            until=date(2026, 11, 23),
            as_of=AS_OF,
            law_digest="a" * 64,
            opening=Money(sum(cards.values())),
            closing=Money(balance),
            totals={part: Money(sen) for part, sen in totals.items()},
            lines=tuple(lines),
            public_key=public_key_of(seed),
        ),
        seed,
    )


def _leaves(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*path, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _leaves(inner, (*path, at))
    else:
        yield path


def _with(text: str, path: tuple[Any, ...], change: Callable[[Any], object]) -> str:
    value = json.loads(text)
    place = value
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = change(place[path[-1]])
    return canonical(value)


def _other(text: str) -> str:
    """The same length and shape, one sign away."""
    if text.lstrip("-").isdigit():
        return str(int(text) + 1)
    at = next((at for at, sign in enumerate(text) if sign.isalnum()), None)
    if at is None:
        return text + "x"
    sign = text[at]
    other = ("2" if sign == "1" else "1") if sign.isdigit() else ("R" if sign == "Q" else "Q")
    return text[:at] + other + text[at + 1 :]


def tampered(text: str) -> Iterator[tuple[str, str]]:
    """The file with every single field changed, every sen one up and one down, lines gone, doubled and swapped, names added."""
    value = json.loads(text)
    for path in _leaves(value):
        name = ".".join(map(str, path))
        yield f"changed {name}", _with(text, path, _other)
        if name.endswith("_sen"):
            yield f"one sen less {name}", _with(text, path, lambda sen: str(int(sen) - 1))
            yield f"as a number {name}", _with(text, path, int)
            yield f"with a zero {name}", _with(text, path, lambda sen: f"0{sen}")
    yield "last line gone", _with(text, ("statement", "lines"), lambda lines: lines[:-1])
    yield "first line gone", _with(text, ("statement", "lines"), lambda lines: lines[1:])
    yield "line doubled", _with(text, ("statement", "lines"), lambda lines: [lines[0], *lines])
    yield "lines swapped", _with(text, ("statement", "lines"), lambda lines: [lines[1], lines[0], *lines[2:]])
    yield "card gone", _with(text, ("statement", "cards"), lambda cards: cards[:-1])
    yield "a name more", canonical({**value, "note": "x"})
    yield "a name less", canonical({name: value[name] for name in ("format", "statement")})
    yield "with blanks", json.dumps(value, ensure_ascii=False, sort_keys=True)
    yield "a name twice", text.replace('"closing_sen"', '"closing_sen":"1","closing_sen"', 1)
    yield "cut off", text[:-10]
    yield "everything consistently more", _everything_more(text)


def _everything_more(text: str) -> str:
    """A clever forger: the opening and every balance one rupiah up, so that all sums hold."""
    value = json.loads(text)
    told = value["statement"]

    def more(place: dict[str, str], name: str) -> None:
        place[name] = str(int(place[name]) + 100)

    for name in ("opening_sen", "closing_sen"):
        more(told, name)
        more(told["cards"][0], name)
    for line in told["lines"]:
        more(line, "balance_sen")
    return canonical(value)


def tampered_qr(text: str) -> Iterator[tuple[str, str]]:
    """The QR code's text with every place changed, and with the closing balance a sen off."""
    pieces = text.split("|")
    for at, piece in enumerate(pieces):
        yield f"place {at}", "|".join([*pieces[:at], _other(piece), *pieces[at + 1 :]])
    yield "a sen more", "|".join([*pieces[:6], str(int(pieces[6]) + 1), *pieces[7:]])
    yield "a place less", "|".join(pieces[:-1])
    yield "a blank inside", text.replace("|", "| ", 1)
