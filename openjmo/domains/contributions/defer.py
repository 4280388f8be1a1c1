"""Have work done in the background: a row in the caller's own transaction, done after it commits, even if this process dies.

Jobs are named, not imported: jobs call actions, actions only write their names.
"""

from __future__ import annotations

from openjmo.platform.jobs import defer


def defer_reading(ref: str) -> None:
    """Have a report's file read and checked."""
    defer("contributions.read", queue="reports", ref=ref)


def defer_billing(ref: str) -> None:
    """Have the bill of an accepted report made."""
    defer("contributions.bill", queue="reports", ref=ref)


def defer_posting(ref: str) -> None:
    """Have a paid report posted."""
    defer("contributions.post", queue="postings", ref=ref)


def defer_mails(ref: str) -> None:
    """Have the letters to the workers of a posted report written."""
    defer("contributions.mail_workers", queue="mails", ref=ref)
