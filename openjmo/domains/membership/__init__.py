"""Who saves in the fund, on which cards, with which employer; and who of them has linked an account.

Words: a *person* is known by the NIK; a *membership* is one card (KPJ) with its own account in the ledger, and a person may hold several;
an *employment* is a span of work for an employer under a card; a *correction request* is opened when what somebody typed at registration
differs from the register, a *card request* when a member misses a card; an officer answers both, with evidence or a reason. Never is
anybody told whether a NIK stands in the register: a wrong name and an unknown NIK get the same words.

What always holds: one person per NIK, one membership per card number, at most one account per person, nothing is deleted. A card that was
merged into another of its person stays with its history; what is reported for it belongs to the other, which `membership_card` names.
For set-based work of upper rooms the view `membership_card` is part of the public reads; `desk` is what officers see.
"""
