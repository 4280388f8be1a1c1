"""The published total and its proofs (N1, S82, S162, S165): what the fund owes all members, signed, and that each account is in it.

Each month the total of all member accounts is published under the root of a tree over them (`openjmo.ledger.proof`). Words: an *epoch* is
one publication, numbered from one; its *statement* is what everybody may read; a *proof* is what one account's owner gets.

What always holds: a published total was the ledger's own liability at that date, to the sen; statements are never changed or removed, each
names the one before; one date is published once. The room knows accounts and no people: whose account it is, is asked above.
"""
