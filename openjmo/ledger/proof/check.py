"""Whether a proof holds: the server's own verifier, one of three.

The other two are `verify.js`, which runs in the member's browser, and tools/verify_proof.py, which needs nothing of this project. All three
look at the same things in the same order and name the same fault.
"""

from __future__ import annotations

from openjmo.ledger.proof.hashing import NODE_SIZE, inner, leaf, root, sum_of
from openjmo.ledger.proof.statement import Proof, Statement

HOLDS = ""


def fault_of(proof: Proof, *, published: Statement | None = None, public_key: bytes | None = None) -> str:
    """The first thing that does not hold, `HOLDS` when everything does.

    `published` is the statement as the reader got it elsewhere, `public_key` the key as they know it. The faults: `parts_differ`,
    `place_wrong`, `sum_too_large`, `total_differs`, `root_differs`, `key_differs`, `signature_wrong`, `statement_differs`.
    """
    facts, held = proof.statement.facts, proof.inclusion
    if sum(part.sen for part in held.parts) != held.sen:
        return "parts_differ"
    if any(part.index >> (facts.depth - 1) != number for number, part in enumerate(held.parts)):
        return "place_wrong"
    for number, part in enumerate(held.parts):
        node = leaf(facts.epoch.prefix, number, part.sen, held.salt, held.account.encode())
        try:
            for level, neighbour in enumerate(part.path):
                assert len(neighbour) == NODE_SIZE
                node = inner(neighbour, node) if part.index >> level & 1 else inner(node, neighbour)
        except OverflowError:
            return "sum_too_large"
        if sum_of(node) != facts.total.sen:
            return "total_differs"
        if root(facts.epoch, facts.depth, node) != facts.root:
            return "root_differs"
    return _fault_of_statement(proof.statement, published, public_key)


def _fault_of_statement(statement: Statement, published: Statement | None, public_key: bytes | None) -> str:
    if public_key is not None and statement.facts.public_key != public_key:
        return "key_differs"
    if not statement.is_signed():
        return "signature_wrong"
    if published is not None and published != statement:
        return "statement_differs"
    return HOLDS
