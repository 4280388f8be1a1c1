"""An officer asks an employer about a month: the ticket waits, and the employer sees a note on its first page (S37)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.periods import Month
from openjmo.domains.membership.actions.write_about_request import write_about_request
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.savings.models import Difference
from openjmo.domains.savings.reconcile import reconcile


def ask_employer(ref: str, employer_id: int, *, by: str, now: datetime) -> None:
    """Let the ticket wait for that employer; the same again changes nothing.

    Raises NotYours for an unknown ticket, InvalidInput for an employer who has nothing to do with card and month, Refusal when the ticket
    is answered, waits for another employer, or is the officer's own.
    """
    with transaction.atomic():
        ticket = lock_ticket(ref, by)
        if (ticket.state, ticket.asked_employer_id) == ("waiting", employer_id):
            return
        if ticket.state != "open":
            raise answered()
        known = dict(reconcile(ref).employers)
        if employer_id not in known:
            raise InvalidInput(
                "Pemberi kerja itu tidak tercatat untuk kartu dan bulan ini.", field="employer", fix="Pilih pemberi kerja dari daftar."
            )
        ticket.state, ticket.asked_employer_id, ticket.asked_by, ticket.asked_at = "waiting", employer_id, by, now
        ticket.save(update_fields=["state", "asked_employer_id", "asked_by", "asked_at"])
        tell(ticket, "difference_waiting", {"employer": known[employer_id]}, now)


def lock_ticket(ref: str, by: str) -> Difference:
    """The ticket, locked, for an answer by somebody else than its member. Raises NotYours, Refusal."""
    ticket = Difference.objects.select_for_update(of=("self",)).select_related("person").filter(ref=ref).first()
    if ticket is None:
        raise NotYours("Laporan ini tidak ada.")
    refuse_own(ticket.person.account_id, by)
    return ticket


def answered() -> Refusal:
    """It has been taken up or answered in another way."""
    return Refusal(
        "Laporan ini sudah ditangani.", code="savings.difference_answered", fix="Muat ulang halaman untuk melihat keadaannya sekarang."
    )


def tell(ticket: Difference, template: str, values: dict[str, object], now: datetime) -> None:
    """The message in the app and the letter that there is one."""
    key = f"{template}:{ticket.ref}"
    told = {"ref": ticket.ref, "of_month": str(Month.of(ticket.month)), **values}
    messaging.notify(f"person:{ticket.person.ref}", template, told, topic="request", about=ticket.ref, key=key)
    write_about_request(ticket.person.account_id, ticket.ref, key=key, now=now)
