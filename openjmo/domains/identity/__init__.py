"""Accounts: who can sign in, what they typed when they registered, what they agreed to, and which sessions are open.

Words: an *account* belongs to one e-mail address, which is the user name; a *registration* is what was typed, kept for matching with the
register; a *consent* is a version of the terms and the moment it was accepted; a *representation* lets an account act for an employer
between two dates; a *session* is one signed-in browser.

What always holds: one account per e-mail address, whatever the case of its letters; no answer to a stranger ever tells whether an e-mail
address or a NIK is known here; a session ends on the server, at once; passwords are only kept as Argon2 digests and session keys only as
SHA-256 digests. This room knows no person of the register: membership stands above and listens to `facts`.
"""
