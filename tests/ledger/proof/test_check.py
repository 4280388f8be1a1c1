"""A proof holds or it does not: no field can be changed, and a fund that leaves somebody out is noticed by that somebody."""

from __future__ import annotations

import random
from dataclasses import replace
from io import BytesIO

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.ledger.proof.check import HOLDS, fault_of
from openjmo.ledger.proof.statement import FIRST, Proof, Unsigned, public_key_of, sign
from openjmo.ledger.proof.tree import Tree
from openjmo.ledger.proof.tree_file import TreeFile
from openjmo.ledger.proof.wire import read_proof
from tests.ledger.proof.tampering import BALANCES, MINE, tampered, valid
from tests.ledger.proof.trees import SECRET, SEED, accounts, proof_from, statement_for, tree_of

TAMPERED = list(tampered())


def fault_in(text: str) -> str:
    """What the server's verifier says of a file."""
    try:
        return fault_of(read_proof(text))
    except InvalidInput as unreadable:
        return unreadable.code


def test_the_untouched_proof_holds() -> None:
    assert fault_in(valid()) == HOLDS


@pytest.mark.parametrize("text", [text for _, text in TAMPERED], ids=[name for name, _ in TAMPERED])
def test_a_changed_proof_does_not(text: str) -> None:
    assert fault_in(text) != HOLDS


def test_all_faults_are_found_somewhere() -> None:
    assert {fault_in(text) for _, text in TAMPERED} == {
        *("parts_differ", "place_wrong", "sum_too_large", "total_differs", "root_differs", "signature_wrong", "proof.unreadable"),
    }


def test_a_statement_or_key_known_from_elsewhere_must_be_the_same() -> None:
    tree = tree_of(BALANCES)
    proof = proof_from(tree, MINE)
    other = sign(replace(proof.statement.facts, published_at="2026-12-01T00:00:00Z"), SEED)
    assert fault_of(proof, published=proof.statement, public_key=public_key_of(SEED)) == HOLDS
    assert fault_of(proof, published=other) == "statement_differs"
    assert fault_of(proof, public_key=public_key_of(b"x" * 32)) == "key_differs"
    forged = sign(replace(proof.statement.facts, public_key=public_key_of(b"x" * 32)), b"x" * 32)
    assert fault_of(Proof(forged, proof.inclusion), public_key=public_key_of(SEED)) == "key_differs"


def test_each_statement_names_the_one_before() -> None:
    first = statement_for(tree_of(BALANCES)).facts
    second = replace(first, previous=first.digest)
    assert first.previous == FIRST
    assert second.digest != replace(second, previous=replace(first, total=first.total + Money(1)).digest).digest


def proof_from_or_none(tree: Tree, account: str) -> int | None:
    """The balance that the fund can prove to this member; None when it can prove nothing."""
    inclusion = TreeFile(BytesIO(b"".join(tree.chunks()))).inclusion_of(account, SECRET)
    return inclusion.sen if inclusion else None


@pytest.mark.parametrize("seed", range(12))
def test_a_random_audit_finds_a_dropped_or_shaved_account(seed: int) -> None:
    """The fund publishes a root that leaves one account out or makes it smaller; whoever it is, their proof does not hold.

    It may hand out any old proof under the new root: none is accepted by the member it wrongs.
    """
    chance = random.Random(seed)  # noqa: S311 - cases that come back under their number
    balances = accounts([chance.randrange(1, 10**10) for _ in range(60)])
    wronged = chance.randrange(len(balances))
    account, sen = balances[wronged]
    honest = tree_of(balances)
    if seed % 2:
        cheated = [one for one in balances if one[0] != account]
    else:
        cheated = [*balances[:wronged], (account, sen - 1 - chance.randrange(sen)), *balances[wronged + 1 :]]
    tree = tree_of(cheated)
    published = statement_for(tree)
    held = proof_from(honest, account).inclusion
    attempts = [Proof(published, held)]
    if not seed % 2:
        given = proof_from(tree, account, statement=published)
        assert given.inclusion.sen != sen, "the member sees another balance than their own"
        attempts.append(Proof(published, replace(given.inclusion, sen=sen)))
        missing = sen - given.inclusion.sen
        first, second = given.inclusion.parts
        attempts.append(Proof(published, replace(given.inclusion, sen=sen, parts=(replace(first, sen=first.sen + missing), second))))
    assert all(fault_of(attempt, published=published) != HOLDS for attempt in attempts)
    noticed = [one for one, mine in balances if proof_from_or_none(tree, one) != mine]
    assert noticed == [account]


def test_a_negative_account_cannot_make_room_for_a_smaller_total() -> None:
    """The trick of old sum trees: an invented debtor. No sum below zero can be written, and what wraps around is too large."""
    tree = tree_of(BALANCES)
    proof = proof_from(tree, MINE)
    first, second = proof.inclusion.parts
    node = first.path[0][:32] + ((-5) % 2**64).to_bytes(8, "big")
    lowered = Unsigned(tree.epoch, tree.depth, tree.total - Money(5), tree.root, FIRST, "2026-11-02T20:30:00Z", public_key_of(SEED))
    part = replace(first, path=(node, *first.path[1:]))
    cheated = Proof(sign(lowered, SEED), replace(proof.inclusion, parts=(part, second)))
    assert fault_of(cheated) == "sum_too_large"
