"""How the ledger would be spread over shards: what belongs to one account lies together, what belongs to an entry is on every node.

A report of 200 workers touches up to 200 shards with one entry, so an entry cannot lie beside its postings. There is a line a worker
and one entry a report: entries are few enough to be copied to every node, where each shard joins its postings with them.

The keys of these tables are ready. Their guards are not: a Citus table takes no trigger per statement, and this ledger's promises are
such triggers. docs/scale.md says what is done about that, and `openjmo scale citus-plan` holds these tables back until it is.
"""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import distributed, local, reference

PLACEMENTS: Final = (
    distributed("ledger_line", "account_id", "account", "asked for by account; its month tables follow it to every shard"),
    distributed("ledger_balance", "account_id", "account", "one row an account, changed with the account's postings"),
    distributed("ledger_year_end", "account_id", "account", "a row an account and closed year, summed from the account's postings"),
    reference("ledger_year_slice", "a row a slice and closed year"),
    reference("ledger_year", "a row a closed year, asked for by every page of years"),
    reference("ledger_account", "a code is unique in the whole fund, and every question about an account begins with its code"),
    reference("ledger_entry", "a key is used once in the whole fund, and each line of a statement is joined with its entry"),
    reference("ledger_closing", "one row a month, looked at by every entry"),
    *local("one chain, link after link, in the order of the commits", "ledger_link"),
    *local("empty between transactions; a sharded ledger seals each shard's part of an entry", "ledger_seal"),
)
