"""Look after members' access tokens: list, revoke."""

import argparse

from openjmo.commands._operator import account_id, how_many, operate


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="list | revoke", required=True)
    listing = deeds.add_parser("list", help="tokens and when they were last used", description="List access tokens, newest first.")
    listing.add_argument("--email", default="", help="those of one account only")
    listing.add_argument("--limit", type=how_many, default=100, help="at most so many (100)")
    revoke = deeds.add_parser("revoke", help="end a token", description="End an access token; the next call with it is refused.")
    revoke.add_argument("ref", metavar="REF", help="the token's reference, KA-…")


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("looking after access tokens", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from django.utils import timezone

    from openjmo.domains.identity import reads
    from openjmo.domains.identity.actions.revoke_token import revoke_token

    now = timezone.now()
    if arguments.deed == "revoke":
        revoke_token(arguments.ref, now=now)
        print(f"{arguments.ref} is revoked.")
        return 0
    tokens = reads.tokens_of(account_id(arguments.email)) if arguments.email else reads.tokens(limit=arguments.limit)
    for token in tokens[: arguments.limit]:
        state = "holds" if token.holds(now) else "revoked" if token.revoked_at else "run out"
        used = f"last used {token.used_at:%Y-%m-%d %H:%M}" if token.used_at else "never used"
        print(f"{token.ref}  {token.account_ref}  {state:8}  until {token.expires_at:%Y-%m-%d}  {used}  {token.name}")
    return 0
