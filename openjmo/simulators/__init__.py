"""Partners and people to run and test against: a made-up fund, a pretend bank, the demonstration and its fixed cast.

Everybody here is invented (a NIK ends in 0000 or 9999, which no real one does). What is loaded goes through the very actions that serve
people, so the ledger cannot tell it from life. Nothing here runs in production: every door refuses (`simulators.not_in_production`).
Words: a *plan* is a made-up fund before it is loaded, the same for the same seed; *playing* is loading it, one calendar month after the
other; the *cast* are the few people of the demonstration whose stories are fixed.
"""
