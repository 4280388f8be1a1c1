"""Accounts: who can sign in, what they typed when they registered, what they agreed to, and which sessions are open.

Words: an *account* belongs to one e-mail address, which is the user name; a *registration* is what was typed, kept for matching with the
register; a *consent* is a version of the terms and the moment it was accepted; a *representation* lets an account act for an employer
between two dates; a *session* is one signed-in browser; an *e-mail change* is a wish to move to another address,
or that it came about; a *one-time code* is six digits sent by SMS or e-mail; an *access token* is a key with which a program of a member's
reads their balance; a *factor* is what is shown beside the password; a *device* is a browser that an account has signed in with before.

What always holds: one account per e-mail address, whatever the case of its letters; no answer to a stranger ever tells whether an e-mail
address or a NIK is known here; a session ends on the server, at once; passwords are only kept as Argon2 digests, keys of sessions, links
and access tokens only as SHA-256 digests, codes only as HMACs, secrets of authenticator apps only sealed; a link or code works once, and a
newer one voids it; what was begun to take an account over (a waiting change, an open code) ends when its password or address changes;
access tokens end with the password.
This room knows no person of the register: membership stands above and listens to `facts`.
"""
