"""Coming back into an account whose e-mail address and telephone number are both lost (U7).

Words: a *case* is one such wish, with what somebody typed about themselves and the contacts they want; its *case code* is the key to its
page and known to nobody else; a case is *joined* to an account when everything typed fits, or when an officer says which account it is; it
is *agreed* by the trusted person, or by two officers one after the other; then it *waits*, and then the new address gets one *link* with
which a password is chosen and the account handed over.

What always holds: no answer to whoever asks tells whether a person or an account exists, before somebody of that account's side has agreed;
both new contacts are proved by codes first; every contact of before is told when it begins, when it is agreed and when it is done, and a
freeze by any of them ends it; no single officer brings it about; one case at a time is joined to an account; all days and links run out by
the clock of the rows, so that a restart loses nothing. The numbers of days are the operator's choice, not the law's.
"""
