"""Guards of what is not done while an account's owner has limited it (UU 27/2022 Pasal 10, 11). The sentences speak to member and officer.

What the law asks goes on: wages, contributions, returns and payments are recorded, wrong data are made right, notices of security are told.
"""

from __future__ import annotations

from openjmo.core.errors import Refusal
from openjmo.domains.identity.models import Account


def refuse_while_restricted(account_id: int | None) -> None:
    """Raises Refusal while its data are used for what the law asks only. None is a person without an account, who has limited nothing."""
    if account_id and Account.objects.filter(id=account_id).exclude(restricted_at=None).exists():
        raise Refusal(
            "Pemakaian data ini sedang dibatasi atas permintaan pemiliknya.",
            code="identity.restricted",
            fix="Pemiliknya dapat mencabut pembatasan itu kapan saja di Profil, Data saya.",
        )


def refuse_machine_alone(account_id: int) -> None:
    """Raises Refusal where no machine decides alone."""
    if Account.objects.filter(id=account_id).exclude(objected_at=None).exists():
        raise Refusal(
            "Mesin tidak lagi memutuskan sendiri untuk akun ini, karena keberatan pemiliknya sudah diterima.",
            code="identity.no_machine",
            fix="Pilih panggilan video atau loket; keduanya sama nilainya.",
        )


def restricted_accounts() -> list[int]:
    """Ids of those whose data are used for what the law asks only; few, because an officer answers each request."""
    return list(Account.objects.exclude(restricted_at=None).values_list("id", flat=True))
