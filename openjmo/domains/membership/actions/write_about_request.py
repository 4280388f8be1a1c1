"""A letter that says there is news about a request, beside the message in the app.

It carries no figures and no link (S120): it says that there is news and where to look.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, override

from openjmo.domains.identity import reads as identity
from openjmo.domains.messaging.actions import queue_mail


def write_about_request(account_id: int | None, ref: str, *, key: str, now: datetime) -> None:
    """Queue it in the account's language; nothing for a person without an account. The same key is written once."""
    account = identity.account(account_id) if account_id else None
    if account is None:
        return
    values = {"ref": ref, "name": account.full_name}
    with override(account.language):
        subject = gettext("Kabar tentang permintaan %(ref)s") % values
        body = (
            gettext(
                "Halo %(name)s,\n\nada kabar tentang permintaan Anda %(ref)s. Buka OpenJMO seperti biasa dan pilih Kabar untuk membacanya."
            )
            % values
        )
    queue_mail(account.email, subject=subject, body=body, language=account.language, key=f"{key}:{account.ref}", now=now)
