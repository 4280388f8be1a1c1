"""The tree: every account is provable, the root is everybody's, and impossible balances are refused."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openjmo.core.errors import Refusal
from openjmo.ledger.proof.check import HOLDS, fault_of
from openjmo.ledger.proof.hashing import MOST_SEN, Epoch, blinding, inner, sum_of
from openjmo.ledger.proof.places import places
from openjmo.ledger.proof.tree import Tree
from openjmo.ledger.proof.tree_file import TreeFile
from openjmo.ledger.proof.wire import read_proof, write_proof
from tests.ledger.proof.trees import EPOCH, SECRET, accounts, proof_from, tree_of

AMOUNTS = st.lists(st.integers(0, 10**13), min_size=1, max_size=40)


@settings(max_examples=25, deadline=None)
@given(AMOUNTS)
def test_every_account_is_provable_and_the_total_is_the_sum(amounts: list[int]) -> None:
    tree = tree_of(accounts(amounts))
    assert tree.total.sen == sum(amounts)
    for account, sen in accounts(amounts):
        proof = proof_from(tree, account)
        assert proof.inclusion.sen == sen
        assert fault_of(proof) == HOLDS


def test_the_same_root_whoever_builds_it() -> None:
    balances = accounts([5, 0, 7_000_000, 12, 3])
    shuffled = list(balances)
    random.Random(1).shuffle(shuffled)  # noqa: S311 - any order will do
    assert tree_of(balances).root == tree_of(shuffled).root


def test_another_secret_epoch_date_or_balance_is_another_root() -> None:
    balances = accounts([5, 0, 7_000_000, 12, 3])
    roots = {
        tree_of(balances).root,
        tree_of(balances, secret=b"\x08" * 32).root,
        tree_of(balances, epoch=replace(EPOCH, number=4)).root,
        tree_of(balances, epoch=replace(EPOCH, as_of=date(2026, 9, 30))).root,
        tree_of([*balances[:-1], (balances[-1][0], 4)]).root,
        tree_of([*balances[:-1], ("member:KP-9999", 3)]).root,
    }
    assert len(roots) == 6


@pytest.mark.parametrize("sen", [-1, MOST_SEN + 1])
def test_an_impossible_balance_is_refused_and_named(sen: int) -> None:
    with pytest.raises(Refusal, match="KP-0001") as refused:
        tree_of(accounts([10, sen]))
    assert refused.value.code == "proof.balance_impossible"


def test_a_total_that_cannot_be_written_is_refused() -> None:
    assert tree_of(accounts([MOST_SEN, 0])).total.sen == MOST_SEN
    with pytest.raises(Refusal) as refused:
        tree_of(accounts([MOST_SEN, 1]))
    assert refused.value.code == "proof.total_too_large"


@pytest.mark.parametrize("account", ["member:KP-0000", "", "k" * 65, "rekening-é"])
def test_an_account_named_twice_or_that_cannot_be_written_is_refused(account: str) -> None:
    with pytest.raises(Refusal) as refused:
        tree_of([*accounts([1, 2]), (account, 3)])
    assert refused.value.code == "proof.account_impossible"


def test_nothing_to_prove_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        tree_of([])
    assert refused.value.code == "proof.no_accounts"


def test_a_node_refuses_a_sum_that_is_too_large() -> None:
    half = bytes(32) + (2**62).to_bytes(8, "big")
    with pytest.raises(OverflowError):
        inner(half, half)


def test_the_file_finds_no_account_that_is_not_there_and_refuses_other_files() -> None:
    content = b"".join(tree_of(accounts([1, 2, 3])).chunks())
    file = TreeFile(BytesIO(content))
    assert file.epoch == EPOCH
    assert file.holds("member:KP-0002")
    assert not any(file.holds(name) for name in ("member:KP-0003", "", "a", "z", "member:KP-0002x", "member:KP-00"))
    assert file.inclusion_of("member:KP-0003", SECRET) is None
    with pytest.raises(ValueError, match="tree"):
        TreeFile(BytesIO(b"x" * 100))
    with pytest.raises(ValueError, match="cut off"):
        TreeFile(BytesIO(content[:-41])).inclusion_of("member:KP-0001", SECRET)


# What a proof shows of others.


def _height(one: int, other: int) -> int:
    """Where two places of a half meet."""
    return (one ^ other).bit_length()


@pytest.mark.parametrize("height", [4, 7])
def test_whoever_stands_close_in_one_half_stands_far_in_the_other(height: int) -> None:
    for secret in (b"\x01" * 32, b"\x02" * 32):
        left, right = places(secret, height, 1 << height)
        assert sorted(left) == sorted(right) == list(range(1 << height))
        assert all(
            _height(left[one], left[other]) + _height(right[one], right[other]) > height
            for one, other in combinations(range(1 << height), 2)
        )


def test_places_are_drawn_anew_in_each_epoch() -> None:
    drawn = [places(bytes([number]) * 32, 10, 1000) for number in range(6)]
    for one, other in pairwise(drawn):
        for half in (0, 1):
            assert sum(here == there for here, there in zip(one[half], other[half], strict=True)) < 20


def test_where_a_neighbour_stands_in_the_other_half_is_anybodys_guess() -> None:
    """It is somewhere in the other half of that half, each place with the same chance."""
    apart: Counter[int] = Counter()
    for number in range(1600):
        left, right = places(number.to_bytes(32, "big"), 5, 32)
        apart[right[0] ^ right[left.index(left[0] ^ 1)]] += 1
    assert set(apart) == set(range(16, 32))
    assert all(60 < count < 140 for count in apart.values())


@pytest.mark.parametrize("seed", range(6))
def test_two_proofs_of_one_member_show_nobody_elses_balance(seed: int) -> None:
    """Nothing that two epochs' proofs show is the balance of somebody else, and no two figures of one proof sum to one."""
    chance = random.Random(seed)  # noqa: S311 - cases that come back under their number
    balances = accounts([chance.randrange(10**15) for _ in range(chance.randrange(520, 1000))])
    mine = chance.choice(balances)[0]
    others = {sen for account, sen in balances if account != mine}
    seen: list[int] = []
    for number in (1, 2):
        secret = chance.randbytes(32)
        tree = tree_of(balances, epoch=Epoch(number, date(2026, number, 28)), secret=secret)
        proof = proof_from(tree, mine, secret)
        first, second = proof.inclusion.parts
        assert not _alone_in_both_halves(tree, first.index, second.index)
        shown = [sum_of(node) for part in (first, second) for node in part.path]
        assert not others & {one + other for one, other in combinations(shown, 2)}
        assert not others & {abs(one - other) for one, other in combinations(shown, 2)}
        seen += [*shown, *map(int, re.findall(r"\d{1,19}", write_proof(proof)))]
    assert not others & set(seen)
    assert not others & {abs(one - other) for one, other in combinations(seen, 2)}


def _alone_in_both_halves(tree: Tree, first: int, second: int) -> set[int]:
    """Accounts both of whose parts stand alone under some node that the proof shows: the sum of two figures would be their balance."""
    alone: list[set[int]] = []
    for places_of, own in ((tree.left, first), (tree.right, second)):
        groups: dict[int, list[int]] = {}
        for number, place in enumerate(places_of):
            if place != own:
                groups.setdefault(_height(place, own), []).append(number)
        alone.append({group[0] for group in groups.values() if len(group) == 1})
    return alone[0] & alone[1]


def test_parts_say_little_about_a_balance() -> None:
    """The first part is anything from nothing to all: of a thousand, about a tenth falls into each tenth."""
    balance = 9_999_999
    firsts = [blinding(SECRET, f"k{number}".encode()).split(balance)[0] for number in range(2000)]
    tenths = [sum(tenth * 10**6 <= first < (tenth + 1) * 10**6 for first in firsts) for tenth in range(10)]
    assert all(140 < count < 260 for count in tenths)
    assert blinding(SECRET, b"k").split(0) == (0, 0)


def test_a_proof_is_small_and_names_nobody() -> None:
    tree = tree_of(accounts([10**9] * 3))
    text = write_proof(proof_from(tree, "member:KP-0001"))
    assert read_proof(text) == proof_from(tree, "member:KP-0001")
    assert len(text) < 2_000
    longer = 2 * 4 * 40 * (26 - tree.depth) // 3
    assert len(text) + longer < 4_000, "also with 2**25 accounts, more than the country has workers"
    assert re.search(r"name|nik|kpj", text, re.IGNORECASE) is None
