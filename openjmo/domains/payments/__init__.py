"""Money that came in from outside, written down once.

A *receipt* is the bank's word that a billing code was paid: who told us (channel), the teller's own number for it, how much, when. The same
number from the same channel a second time is the same receipt. What a receipt means (which bill, which accounts) is for upper rooms.
"""
