"""Trees for tests, and what a proof from them shows to its reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from openjmo.ledger.proof.hashing import Epoch
from openjmo.ledger.proof.statement import FIRST, Proof, Statement, Unsigned, public_key_of, sign
from openjmo.ledger.proof.tree import Tree, build
from openjmo.ledger.proof.tree_file import TreeFile

SEED = bytes(range(32))
SECRET = b"\x07" * 32
EPOCH = Epoch(3, date(2026, 10, 31))
Balances = Sequence[tuple[str, int]]


def accounts(amounts: Sequence[int]) -> list[tuple[str, int]]:
    """Accounts with these balances."""
    return [(f"member:KP-{number:04d}", sen) for number, sen in enumerate(amounts)]


def statement_for(tree: Tree) -> Statement:
    """Signed with the tests' key."""
    facts = Unsigned(tree.epoch, tree.depth, tree.total, tree.root, FIRST, "2026-11-02T20:30:00Z", public_key_of(SEED))
    return sign(facts, SEED)


def proof_from(tree: Tree, account: str, secret: bytes = SECRET, statement: Statement | None = None) -> Proof:
    """Through the file, as in production."""
    inclusion = TreeFile(BytesIO(b"".join(tree.chunks()))).inclusion_of(account, secret)
    assert inclusion
    return Proof(statement or statement_for(tree), inclusion)


def tree_of(balances: Balances, *, epoch: Epoch = EPOCH, secret: bytes = SECRET) -> Tree:
    """A tree of the tests' epoch."""
    return build(balances, epoch, secret)
