"""Against theft: what holds money back after somebody's contacts, factors or payout account changed, and what stops everything at once.

Words: a *payout account* is the bank account of the member's own to which money may go; a *lock* holds payouts back for some days because
something changed; a *shortening* is two officers' word that locks end earlier; a *freeze* stops payouts and changes until it is lifted;
a *notice* tells old and new contacts what changed; a *veto* takes a change back from the old contact's side; a *trusted person* is told of
every change too, may stop the account, and is asked when its owner has lost every contact (`domains.recovery`);
a *call* says that a telephone is lost.

What always holds: money goes only to the payout account, and only through `permit_payout`; locks only add up, the latest end counts; no
single officer shortens a lock or lifts a freeze; anybody who was told may freeze, at once and without signing in; lifting a freeze takes a
factor that was there before it, and days; while an account is frozen neither contact, factor nor payout account is added or changed. The
numbers of days are the operator's choice (settings), not the law's. A trusted person counts only once they agreed and days have passed, and
sees the member's name and nothing else.
"""
