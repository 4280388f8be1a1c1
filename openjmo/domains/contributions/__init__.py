"""Employers' wage reports: read, checked, billed, paid, posted.

Words: a *wage report* is one file of one employer for one month; its *lines* are workers' wages; a *problem* is what stands against a line
(an error refuses it, a warning waits for the employer's word); a *bill* has a billing code and a due date; *posting* turns a paid report
into one ledger entry.

States of a report: `received` (the file is kept) → `reading` → `checked` (or `unreadable`) → `accepted` → `billed` → `paid` → `posted`;
`withdrawn` from any state before `paid`. Each step is one action, each can be repeated without harm, and a step cut off half way begins
again.

What always holds: the same file sent twice is one report; a worker's month is accepted once per employer; what is billed is exactly what is
posted; no line passes through an ORM loop.
"""
