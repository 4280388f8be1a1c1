"""The pocket passbook (N11, S32): a signed statement of a member's cards, to be kept on a phone or on paper and checked without a line.

Words: a *passbook* is the statement of one card or all for a period, with every ledger line; its *digest* names its whole content; its
*summary* is the short signed text that fits a QR code. The formats are in docs/passbook.md.

What always holds: opening balance and lines sum to the closing balance, to the sen; a reference is given once; of what was issued only the
reference, the digest and what it was about are kept, never changed and never removed. The content is read from the ledger again, as it was
known then, and is given only when it has the digest it was issued with.
"""
