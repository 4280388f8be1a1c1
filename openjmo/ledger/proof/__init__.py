"""The proof of the total (N1): a Merkle sum tree over all member accounts, so that each member can check that the total counts them.

Plain Python without Django but for `balances.py`, which asks the ledger. docs/proof.md has the format byte by byte, what a proof shows and
what it does not. In short: each balance is split into two random parts; the first parts stand in the left half of the tree, the second
ones in the right half, in secret places that are drawn anew for every epoch and filled up with empty places; every node commits to the
sums of both its children, and the root to the total.

`tree` builds and writes down, `tree_file` finds one account's proof again, `statement` is what is published and signed, `wire` writes
and reads both as JSON, `check` says whether a proof holds. It knows accounts, not people.
"""
