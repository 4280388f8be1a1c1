"""Floor 3: the double-entry ledger. It knows accounts and amounts, not people.

Words: an *account* has a readable code (`member:KP-7F3K-9Q2M-X`); an *entry* is one event with a business date, the moment it was
recorded and the caller's own key; a *posting* is one signed amount of an entry on one account, in one *component*. A credit is positive
and a debit negative, because members' accounts, what this ledger is about, are what the fund owes them.

What always holds, and is kept by the database itself (see `migrations/0002_guards.py`), even against raw SQL:
an entry's postings sum to zero; entries and postings are never changed or deleted; a key is used once; an account that must not go
below zero never does; the kept balance is the sum of the postings. Mistakes are put right by a reversing entry only. A closed period takes
no entry. Every entry has its link in the hash chain (`chain`), so that a change behind all guards is found by `verify`.

Domains use `post`, `credit`, `periods` and `reads`, operators' commands `verify` and `chain` too; nobody else comes in.
"""
