"""The lane: the balance as JSON for a member's own program, answered beside Django in the same process (docs/decisions/0007-lane.md).

`front` stands before Django's WSGI handler and takes one address; everything else goes through untouched. `view` is the same address for
whoever runs Django without the front. Both ask `answers`. No cookie is read or set here, and only GET and HEAD are answered.

What always holds: a token is looked up at every call; one query per read; a line of who looked stands before the
answer (`savings.own_looks`); every answer carries the security headers and leaves the log line
of `openjmo.platform.request_log`; nothing of one call is kept for another but two counters (`limits`).
"""

ADDRESS = "/api/v1/saldo"
"""The one address, from the root of the site."""
