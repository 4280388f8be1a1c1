"""Add a passkey, take one away, and let one speak for its owner."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import new_reference
from openjmo.domains.identity import webauthn
from openjmo.domains.identity.actions.tell_factors import factors_changed
from openjmo.domains.identity.models import Account, Passkey
from openjmo.domains.identity.webauthn import Question, Site

LONGEST_NAME: Final = 60
MOST: Final = 20
"""Nobody has more telephones and computers; a page that lists them must end."""

_logger = logging.getLogger(__name__)


def ask_for_passkey(account_id: int, site: Site) -> Question:
    """What the browser needs to make a key for this account. Nothing is written."""
    account = Account.objects.get(id=account_id)
    known = [bytes(one) for one in account.passkeys.values_list("credential_id", flat=True)]
    return webauthn.ask_to_register(
        site, f"add:{account.ref}", handle=account.ref, email=account.email, full_name=account.full_name, known=known
    )


def add_passkey(account_id: int, site: Site, token: str, answer: str, name: str, now: datetime) -> str:
    """Keep the key that the browser made; its reference. Its owner gets a letter.

    Raises InvalidInput for an answer that is not right, for a key that is known, and for one too many.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        made = webauthn.judge_registration(site, f"add:{account.ref}", token, answer)
        if account.passkeys.count() >= MOST:
            raise InvalidInput(
                "Sudah ada %(count)s kunci di akun ini.",
                code="identity.passkeys_too_many",
                field="passkey",
                fix="Hapus dulu yang tidak dipakai lagi.",
                values={"count": MOST},
            )
        try:
            with transaction.atomic():
                row = Passkey.objects.create(
                    account=account,
                    ref=new_reference("PK"),
                    name=" ".join(name.split())[:LONGEST_NAME] or "Passkey",
                    credential_id=made.credential_id,
                    public_key=made.public_key,
                    sign_count=made.sign_count,
                    transports=made.transports,
                    added_at=now,
                )
        except IntegrityError as failure:
            raise webauthn.not_right() from failure
        factors_changed(account, now, is_added=True)
    _logger.info("passkey added", extra={"account": account.ref, "passkey": row.ref})
    return row.ref


def remove_passkey(account_id: int, ref: str, now: datetime) -> bool:
    """Take the account's key away; False when it has none of that reference (any more)."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        if not Passkey.objects.filter(account=account, ref=ref).delete()[0]:
            return False
        factors_changed(account, now, is_added=False)
    _logger.info("passkey removed", extra={"account": account.ref, "passkey": ref})
    return True


def ask_passkey(site: Site, account_id: int | None = None) -> Question:
    """What the browser needs to sign in, or, with an account, to show once more that its owner is there. Nothing is written."""
    if account_id is None:
        return webauthn.ask_to_sign(site, "sign-in")
    account = Account.objects.get(id=account_id)
    known = [bytes(one) for one in account.passkeys.values_list("credential_id", flat=True)]
    return webauthn.ask_to_sign(site, f"prove:{account.ref}", known=known)


def prove_passkey(site: Site, token: str, answer: str, now: datetime, account_id: int | None = None) -> int:
    """The id of the account whose owner has just shown face, finger or screen lock; `account_id` names the one it must be.

    Raises InvalidInput when the answer is not right in any way, was used before, or comes from a key that counts backwards (a copy).
    """
    with transaction.atomic():
        known = Passkey.objects.select_related("account").filter(credential_id=webauthn.credential_id_of(answer)).first()
        if known is None or (account_id is not None and known.account_id != account_id):
            raise webauthn.not_right()
        Account.objects.select_for_update().get(id=known.account_id)
        row = Passkey.objects.select_for_update().filter(id=known.pk).first()
        if row is None:
            raise webauthn.not_right()
        purpose = "sign-in" if account_id is None else f"prove:{known.account.ref}"
        count = webauthn.judge_signature(
            site, purpose, token, answer, credential_id=bytes(row.credential_id), public_key=bytes(row.public_key)
        )
        if (count or row.sign_count) and count <= row.sign_count:
            _logger.warning("passkey counts backwards", extra={"account": known.account.ref, "passkey": row.ref})
            raise webauthn.not_right()
        row.sign_count, row.used_at = count, now
        row.save(update_fields=["sign_count", "used_at"])
    return row.account_id


def put_off_passkey(account_id: int, now: datetime) -> None:
    """It was offered; not again for a month."""
    Account.objects.filter(id=account_id).update(passkey_asked_at=now)
