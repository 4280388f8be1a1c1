"""The rights over personal data of UU 27/2022: a copy of everything, the requests with their clock, and the register of breaches.

What always holds: a copy tells every table in which anything about its owner stands (`openjmo.platform.held`), and is itself noted as a
request that was served. A request is answered by an officer with a sentence that its owner reads; hours that the law gives come from the
lawbook (`pdp.deadline`). What is served has its effect at once: an account is closed, the use of its data is limited to what the law asks,
or no machine decides about it alone; the last two until their owner takes them back. Savings and the reports behind them are kept as long
as the law asks, whatever else is deleted.
"""
