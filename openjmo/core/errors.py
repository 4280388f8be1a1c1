"""The families of trouble.

Everything below a portal or gateway raises one of these when it cannot do what was asked; each portal and gateway translates
them once, in one file. Anything else that is raised is a bug.

A code is public and stable (`contributions.bill_already_paid`); `message` and `fix` are plain Indonesian sentences that double as
translation keys, with `%(name)s` places filled from `values` after translation.
"""

from __future__ import annotations

from collections.abc import Mapping


class Failure(Exception):  # noqa: N818 - the families' own names say what happened
    """What all families share: a public code, a sentence for people, a next step, and values for both."""

    code = "failure"

    def __init__(
        self, message: str, *, code: str | None = None, fix: str = "", field: str = "", values: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.fix = fix
        self.field = field
        self.values = dict(values or {})

    def __str__(self) -> str:
        return (self.message % self.values if self.values else self.message) + f" [{self.code}]"


class InvalidInput(Failure):
    """The shape of what was sent is wrong. People see the field and how to fix it; what they typed is kept."""

    code = "invalid_input"


class Refusal(Failure):
    """The rules say no. People see a calm page with the code, the reason, the article and the next step."""

    code = "refused"


class NotYours(Failure):
    """Absent or forbidden; people see "not found" for both, only the audit tells them apart."""

    code = "not_found"


class Trouble(Failure):
    """A partner or the database has bad weather. `permanent` says whether trying again can help."""

    code = "trouble"

    def __init__(self, message: str, *, permanent: bool = False, code: str | None = None, fix: str = "") -> None:
        super().__init__(message, code=code, fix=fix)
        self.permanent = permanent
