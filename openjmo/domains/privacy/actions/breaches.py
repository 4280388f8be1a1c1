"""The register of breaches (UU 27/2022 Pasal 46): note one, say whom it concerns, tell them, and note that the agency was told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext, override

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.core.ids import new_reference
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.privacy import reads
from openjmo.domains.privacy.letters import letter_to_person
from openjmo.domains.privacy.models import Breach, BreachNotice
from openjmo.domains.privacy.rights import hours

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class NewBreach:
    """What the law wants told: which data, when and how, what was done, how it is made good."""

    known_at: datetime
    data: str
    happened: str
    handling: str
    recovery: str
    by: str


def note_breach(breach: NewBreach, *, now: datetime) -> str:
    """The reference of the breach. Raises InvalidInput for a moment to come, or where something the law wants told is missing."""
    if breach.known_at > now:
        raise InvalidInput(
            "Waktu diketahuinya belum terjadi.", code="privacy.breach_in_future", field="known_at", fix="Isi waktu yang sudah lewat."
        )
    for field in ("data", "happened", "handling", "recovery"):
        if not getattr(breach, field).strip():
            raise InvalidInput(
                "Belum lengkap untuk diberitahukan.",
                code="privacy.breach_incomplete",
                field=field,
                fix="Undang-undang meminta data yang terbuka, kapan dan bagaimana, penanganan, dan pemulihan.",
            )
    due = breach.known_at + timedelta(hours=hours("breach_notice", breach.known_at))
    row = Breach(
        ref=new_reference("KB"),
        known_at=breach.known_at,
        due_at=due,
        happened=breach.happened.strip(),
        data=breach.data.strip(),
        handling=breach.handling.strip(),
        recovery=breach.recovery.strip(),
        noted_by=breach.by,
        noted_at=now,
    )
    row.save()
    return row.ref


def add_concerned(ref: str, account_refs: Sequence[str] | None) -> int:
    """Whom it concerns, by the references of their accounts, or every active member's account when None; how many were added.

    The same again adds nobody. Raises NotYours for an unknown breach, InvalidInput for an unknown account, which is named.
    """
    row, named = _known(ref), None if account_refs is None else list(account_refs)
    with transaction.atomic(), connection.cursor() as cursor:
        if named is not None:
            cursor.execute(
                "SELECT ref FROM unnest(%s::text[]) AS ref WHERE ref NOT IN (SELECT ref FROM identity_account) LIMIT 1",
                [named],
            )
            unknown = cursor.fetchone()
            if unknown:
                raise InvalidInput(
                    "Akun %(ref)s tidak ada.",
                    code="privacy.account_unknown",
                    field="accounts",
                    fix="Periksa daftarnya.",
                    values={"ref": unknown[0]},
                )
        cursor.execute(
            "INSERT INTO privacy_breach_notice (breach_id, account_id) SELECT %s, id FROM identity_account "
            "WHERE CASE WHEN %s::text[] IS NULL THEN is_active AND kind = 'participant' ELSE ref = ANY(%s) END ON CONFLICT DO NOTHING",
            [row.pk, named, named],
        )
        return int(cursor.rowcount)


def tell_concerned(ref: str, *, now: datetime, progress: Callable[[str], None] = lambda _step: None) -> int:
    """Tell everybody who was not told yet, in the app and by letter; how many. Whoever is cut off goes on where it was."""
    _known(ref)
    known, told = reads.breach(ref), 0
    while chosen := reads.concerned_by(ref, after_id=0, limit=_AT_ONCE, untold=True):
        with transaction.atomic():
            for _notice, account in chosen:
                facts = {"ref": ref, "data": known.data, "happened": known.happened, "handling": known.handling, "recovery": known.recovery}
                messaging.notify(account.recipient, "privacy_breach", facts, topic="account", about=ref, key=f"breach:{ref}")
                with override(account.language):
                    subject = gettext("Pemberitahuan tentang data pribadi Anda (%(ref)s)") % {"ref": ref}
                    body = letter_to_person(known, account.full_name)
                messaging.queue_mail(
                    account.email, subject=subject, body=body, language=account.language, key=f"breach:{ref}:{account.ref}", now=now
                )
            BreachNotice.objects.filter(pk__in=[notice for notice, _account in chosen]).update(told_at=now)
        told += len(chosen)
        progress(f"{ref}: {told:,} told")
    return told


def note_agency_told(ref: str, *, at: datetime) -> None:
    """When the agency got its letter; the first time stays. Raises NotYours for an unknown breach."""
    Breach.objects.filter(pk=_known(ref).pk, agency_told_at=None).update(agency_told_at=at)


def _known(ref: str) -> Breach:
    row = Breach.objects.filter(ref=ref).first()
    if row is None:
        raise NotYours("Kebocoran ini tidak tercatat.")
    return row
