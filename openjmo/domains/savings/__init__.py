"""What a member has saved: balances, history, the reasons behind each figure, and the crediting of returns.

This room stands above contributions because a balance is made of contributions and returns, and asks the ledger for both. It keeps
tables of its own: rates that an operator declared, which month's returns were credited by which method and rate, tickets of members
whose own record differs, with what an officer found, and requests to merge two cards.

What always holds: every figure shown is a sum of ledger lines; a return is computed as `openjmo.rules.growth` says; a rate that nobody
published is never made up, an assumed one says so wherever it is shown.
"""
