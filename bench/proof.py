"""How long the tree of all members takes to build, how large it is, and how fast one account's proof is found in it.

    .venv/bin/python -m bench.proof [ACCOUNTS]

Builds a tree over invented accounts (2,000,000 when not told) in memory, writes it to a temporary file and finds a thousand proofs there.
Seconds are those of the processor, so that a busy machine does not count. Target: under 60 s to build, 15 s wanted; a proof in under 10 ms.
"""

import random
import resource
import sys
import tempfile
import time
from datetime import date

from bench.table import Row
from openjmo.ledger.proof.check import HOLDS, fault_of
from openjmo.ledger.proof.hashing import Epoch
from openjmo.ledger.proof.places import places
from openjmo.ledger.proof.statement import FIRST, Proof, Unsigned, public_key_of, sign
from openjmo.ledger.proof.tree import build
from openjmo.ledger.proof.tree_file import TreeFile
from openjmo.ledger.proof.wire import write_proof

EPOCH = Epoch(1, date(2026, 10, 31))
SECRET, SEED = b"s" * 32, b"k" * 32
PROOFS = 1000


def measure(count: int = 2_000_000) -> list[Row]:
    """The promised figures of the published total; prints each as it is known."""
    dice = random.Random(1)  # noqa: S311 - invented people, not secrets
    balances = [(f"member:KP-{number:07d}", dice.randrange(10**10)) for number in range(count)]
    began = time.process_time()
    places(SECRET, (count - 1).bit_length(), count)
    print(f"draw the places of {count:,} accounts: {time.process_time() - began:.1f} s")
    began = time.process_time()
    tree = build(balances, EPOCH, SECRET)
    built = time.process_time() - began
    print(f"build the tree, places included: {built:.1f} s")
    with tempfile.TemporaryFile() as file:
        began = time.process_time()
        file.writelines(tree.chunks())
        print(f"write {file.tell() / 1e6:,.0f} MB: {time.process_time() - began:.1f} s")
        facts = Unsigned(EPOCH, tree.depth, tree.total, tree.root, FIRST, "2026-11-02T20:30:00Z", public_key_of(SEED))
        statement = sign(facts, SEED)
        chosen = [balances[dice.randrange(count)] for _ in range(PROOFS)]
        began = time.perf_counter()
        proofs = [TreeFile(file).inclusion_of(account, SECRET) for account, _ in chosen]
        sought = (time.perf_counter() - began) / PROOFS * 1000
        print(f"find one proof: {sought:.2f} ms")
    whole = [Proof(statement, found) for found in proofs if found]
    began = time.perf_counter()
    assert [fault_of(proof) for proof in whole] == [HOLDS] * PROOFS
    print(f"check one proof: {(time.perf_counter() - began) / PROOFS * 1000:.2f} ms, {len(write_proof(whole[0])):,} bytes as JSON")
    assert [proof.inclusion.sen for proof in whole] == [sen for _, sen in chosen]
    print(f"largest in memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:,.0f} MB, the invented accounts included")
    size = len(write_proof(whole[0]))
    return [
        Row(f"proof tree of {count:,} accounts", built, 1, "s", built, 60, 15, "lower", "seconds of one core"),
        Row("one account's proof in it", sought, 1, "ms", sought, 10, None, "lower"),
        Row("size of that proof", size, 1, "bytes", size, 4_096, None, "lower"),
    ]


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000)
