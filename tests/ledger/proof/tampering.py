"""Proofs that must not pass: every field changed, borrowed from somebody else or from another epoch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from openjmo.ledger.proof.hashing import MOST_SEN
from openjmo.ledger.proof.wire import text_of, write_proof
from tests.ledger.proof.trees import EPOCH, accounts, proof_from, tree_of

BALANCES = accounts([1_234_567_89, 50, 9_000_000_000, 0, 77_777])
MINE, OTHER = BALANCES[0][0], BALANCES[2][0]


def valid() -> str:
    """A proof that holds."""
    return write_proof(proof_from(tree_of(BALANCES), MINE))


def _other_sign(text: str) -> str:
    """The first character of bytes, changed."""
    return ("B" if text[0] == "A" else "A") + text[1:]


def tampered() -> Iterator[tuple[str, str]]:  # noqa: C901, PLR0915 - a list
    """What was done, and the proof."""
    later = tree_of(BALANCES, epoch=replace(EPOCH, number=4), secret=b"\x08" * 32)
    other_epoch = json.loads(write_proof(proof_from(later, MINE, b"\x08" * 32)))
    other_member = json.loads(write_proof(proof_from(tree_of(BALANCES), OTHER)))

    def changed(name: str, change: Any) -> tuple[str, str]:  # noqa: ANN401 - any function
        proof = json.loads(valid())
        found = change(proof)
        return name, json.dumps(proof if found is None else found)

    def put(*path: Any, value: Any) -> tuple[str, str]:  # noqa: ANN401 - names and places in JSON
        def change(proof: Any) -> None:  # noqa: ANN401 - JSON
            place = proof
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value(place[path[-1]]) if callable(value) else value

        return changed("/".join(map(str, path)) + ("" if callable(value) else f"={value!r}")[:30], change)

    for name, value in json.loads(valid())["statement"].items():
        if name in {"root", "previous", "public_key", "signature"}:
            yield put("statement", name, value=_other_sign)
            yield put("statement", name, value=lambda text: text[:-1])
        elif name == "as_of":
            yield put("statement", name, value=date(2026, 10, 30).isoformat())
            yield put("statement", name, value="2026-02-30")
        elif name == "published_at":
            yield put("statement", name, value="2026-11-02T20:30:01Z")
        elif name == "format":
            yield put("statement", name, value="openjmo-total-2")
        else:
            yield put("statement", name, value=str(int(value) + 1))
            yield put("statement", name, value="0" + value)
            yield put("statement", name, value="-" + value)
    yield put("format", value="openjmo-proof-2")
    yield put("account", value=OTHER)
    yield put("account", value="member KP-0000")
    yield put("salt", value=_other_sign)
    yield put("balance_sen", value=lambda text: str(int(text) - 1))
    yield put("balance_sen", value=int)
    for part in (0, 1):
        yield put("parts", part, "sen", value=lambda text: str(int(text) + 1))
        yield put("parts", part, "sen", value="-1")
        yield put("parts", part, "index", value=lambda text: str(int(text) ^ 1))
        yield put("parts", part, "index", value=lambda text: str(int(text) ^ 1024))
        yield put("parts", part, "index", value="99999999")
        yield put("parts", part, "path", value=_other_sign)
        yield put("parts", part, "path", value=lambda text: text[:-54])
        # The sum of the lowest neighbour: 2**63 and more, then so much that the sums overflow further up.
        yield put("parts", part, "path", value=lambda text: _with_sum(text, b"\xff" * 8))
        yield put("parts", part, "path", value=lambda text: _with_sum(text, MOST_SEN.to_bytes(8, "big")))
        yield put("parts", part, "path", value=lambda text: _with_sum(text, bytes(7) + b"\x01"))
    yield changed("both parts moved", lambda proof: _moved(proof, 1))
    yield changed("parts the other way round", lambda proof: proof["parts"].reverse())
    yield changed("one part twice", lambda proof: proof["parts"].__setitem__(1, proof["parts"][0]))
    yield changed("one part", lambda proof: proof["parts"].pop())
    yield changed("a name too many", lambda proof: proof.update(note="x"))
    yield changed("a name missing", lambda proof: proof.pop("salt") and None)
    yield changed("a list", lambda proof: [proof])
    for name in ("statement", "parts", "salt"):
        yield changed(f"{name} of another epoch", lambda proof, name=name: proof.update({name: other_epoch[name]}))
    for name in ("parts", "salt", "balance_sen"):
        yield changed(f"{name} of another member", lambda proof, name=name: proof.update({name: other_member[name]}))
    yield changed("another member's, under my name", lambda proof: {**other_member, "account": proof["account"]})
    yield "no JSON", "{"
    yield "nothing", ""


def _with_sum(path: str, octets: bytes) -> str:
    from base64 import urlsafe_b64decode

    raw = urlsafe_b64decode(path + "=" * (-len(path) % 4))
    return text_of(raw[:32] + octets + raw[40:])


def _moved(proof: Any, sen: int) -> None:  # noqa: ANN401 - JSON
    """The parts still sum to the balance."""
    proof["parts"][0]["sen"] = str(int(proof["parts"][0]["sen"]) + sen)
    proof["parts"][1]["sen"] = str(int(proof["parts"][1]["sen"]) - sen)
