"""Questions about cases; answers are frozen values. What whoever opened a case sees says nothing of anybody before it is agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.core.ids import Phone, masked_email
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.looks.actions.note_look import note_look
from openjmo.domains.looks.files import Asked as AskedFor
from openjmo.domains.looks.files import files_of
from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.messaging.delivery import DeliveryView, delivery_of
from openjmo.domains.protection import reads as protection
from openjmo.domains.protection.trust import trusted_of
from openjmo.domains.recovery.models import Case
from openjmo.domains.recovery.states import (
    TURNS,
    State,
    are_contacts_proven,
    case_digest,
    link_digest,
    may_codes_be_typed,
    shown_state,
    state_of,
    trusted_digest,
)
from openjmo.domains.recovery.write import text_key


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case as its code opens it: how far it is, with masked contacts. `end_reason` is an officer's sentence."""

    ref: str
    state: State
    email: str
    phone: str
    is_email_proven: bool
    is_phone_proven: bool
    asks_phone: bool
    codes_hold: bool
    may_ask_codes: bool
    expires_at: datetime
    ready_at: datetime | None
    link_until: datetime | None
    was_stopped: bool
    end_reason: str
    phone_delivery: DeliveryView | None
    """What became of the newest SMS to the new number, which is sent whether or not there is an account."""


def own_case(code: str, now: datetime) -> OwnCase | None:
    """The case of that code; None for none."""
    row = Case.objects.filter(code_digest=case_digest(code)).first()
    if row is None:
        return None
    state = shown_state(row, now)
    return OwnCase(
        ref=row.ref,
        state=state,
        email=masked_email(row.new_email),
        phone=Phone(row.new_phone).masked,
        is_email_proven=row.email_proven_at is not None,
        is_phone_proven=row.phone_proven_at is not None,
        asks_phone=row.asks_phone,
        codes_hold=may_codes_be_typed(row, now),
        may_ask_codes=row.turn < TURNS,
        expires_at=row.expires_at,
        ready_at=row.ready_at,
        link_until=row.link_until,
        was_stopped=state is State.OVER and row.end == Case.End.STOPPED and row.agreed_at is not None,
        end_reason=row.end_reason,
        phone_delivery=delivery_of(text_key("codes", f"{row.ref}:{row.turn}")) if state is State.CONTACTS and row.asks_phone else None,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a trusted person is asked: whether it is really this member who wants the account back, and what came of it so far."""

    member_name: str
    state: State


def asked_of_trusted(code: str, now: datetime) -> Asked | None:
    """What the code in a trusted person's letter opens; None when it is none, or they are trusted no longer."""
    row = Case.objects.select_related("account").filter(trusted_digest=trusted_digest(code)).first()
    if row is None or row.account is None:
        return None
    trusted = trusted_of(row.account.pk)
    return Asked(row.account.full_name, state_of(row, now)) if trusted and trusted.ref == row.trusted_ref else None


def account_of_link(key: str, now: datetime) -> AccountView | None:
    """Whose password may be chosen with this link now."""
    row = Case.objects.filter(link_digest=link_digest(key)).first()
    if row is None or row.account_id is None or row.link_until is None or now >= row.link_until:
        return None
    return identity.account(row.account_id) if state_of(row, now) in {State.READY, State.DONE} else None


def address_of_link(key: str) -> str:
    """The new address a link belongs to, for judging a password; empty for none."""
    return Case.objects.filter(link_digest=link_digest(key)).values_list("new_email", flat=True).first() or ""


def open_case_of(account_id: int, now: datetime) -> OwnCase | None:
    """The case that is joined to this account and not over, for its owner's own page."""
    row = Case.objects.filter(account_id=account_id, done_at=None, ended_at=None, expires_at__gt=now).exclude(told_at=None).first()
    if row is None:
        return None
    return OwnCase(
        ref=row.ref,
        state=state_of(row, now),
        email=masked_email(row.new_email),
        phone=Phone(row.new_phone).masked,
        is_email_proven=row.email_proven_at is not None,
        is_phone_proven=row.phone_proven_at is not None,
        asks_phone=row.asks_phone,
        codes_hold=False,
        may_ask_codes=False,
        expires_at=row.expires_at,
        ready_at=row.ready_at,
        link_until=None,
        was_stopped=False,
        end_reason="",
        phone_delivery=None,
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in the desk's list; `full_name` as its account has it, else as it was typed."""

    ref: str
    full_name: str
    opened_at: datetime
    state: State
    is_joined: bool
    is_examined: bool
    examined_by: str


def case_count() -> int:
    """How many are not over and have proved their contacts, or were opened by an officer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM recovery_listed")
        return int(cursor.fetchone()[0])


def cases(now: datetime, *, limit: int, offset: int = 0) -> list[Listed]:
    """Those, the oldest first."""
    rows = Case.objects.raw("SELECT * FROM recovery_listed ORDER BY id LIMIT %s OFFSET %s", [limit, offset])
    return [
        Listed(
            row.ref,
            identity.name_in(vars(row)["account_name"]) or row.full_name,
            row.opened_at,
            state_of(row, now),
            row.account_id is not None,
            bool(row.examined_by),
            row.examined_by,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as an officer sees it, beside the person of the register whose account it is about; None while it is joined to none."""

    ref: str
    state: State
    opened_at: datetime
    expires_at: datetime
    nik: str
    full_name: str
    birth_date: date | None
    mother_name: str
    card_number: str
    email: str
    phone: str
    are_contacts_proven: bool
    account: AccountView | None
    person: PersonView | None
    trusted_was_asked: bool
    examined_by: str
    examined_at: datetime | None
    evidence: tuple[str, ...]
    reason: str
    agreed_by: str
    agreed_at: datetime | None
    ready_at: datetime | None
    end: str
    ended_at: datetime | None
    ended_by: str
    end_reason: str


def case_file(ref: str, reader: Reader, now: datetime) -> CaseFile:
    """The case; a look at the file of whoever's account it is about. Raises NotYours for an unknown reference."""
    note_look(reader, files_of(AskedFor.RECOVERY, ref).due_from(reader.account_id), Purpose.PROTECTION, about=ref)
    row = Case.objects.filter(ref=ref).first()
    if row is None:
        raise NotYours("Kasus ini tidak ada.")
    account = identity.account(row.account_id) if row.account_id else None
    person = membership.person_for_account(account.id) if account else None
    return CaseFile(
        ref=row.ref,
        state=state_of(row, now),
        opened_at=row.opened_at,
        expires_at=row.expires_at,
        nik=row.nik,
        full_name=row.full_name,
        birth_date=row.birth_date,
        mother_name=row.mother_name,
        card_number=row.card_number,
        email=row.new_email,
        phone=row.new_phone,
        are_contacts_proven=are_contacts_proven(row),
        account=account,
        person=person,
        trusted_was_asked=bool(row.trusted_ref),
        examined_by=row.examined_by,
        examined_at=row.examined_at,
        evidence=tuple(row.evidence),
        reason=row.reason,
        agreed_by=row.agreed_by,
        agreed_at=row.agreed_at,
        ready_at=row.ready_at,
        end=row.end,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        end_reason=row.end_reason,
    )


def _subject(account: AccountView, person: PersonView | None) -> str:
    return membership.file_key(person.ref) if person else account.recipient


def account_at_counter(named: str, reader: Reader) -> int:
    """The account of whoever stands at the counter, by their NIK or the address they signed in with; a look at its owner.

    Raises InvalidInput when there is none.
    """
    plain = named.replace("\0", "").strip()
    if "@" not in plain:
        account_id = protection.account_at_call(plain, reader)
    else:
        account = identity.account_with_email(plain)
        account_id = account.id if account and account.kind == "participant" and account.email_confirmed_at else None
        if account and account_id and account_id != reader.account_id:
            note_look(reader, {_subject(account, membership.person_for_account(account.id))}, Purpose.PROTECTION)
    if account_id is None:
        raise InvalidInput(
            "Tidak ada akun peserta dengan NIK atau e-mail itu.",
            code="recovery.no_account",
            field="akun",
            fix="Coba NIK dan e-mail lama. Bila memang belum punya akun, orang ini bisa langsung mendaftar dengan e-mail dan HP baru.",
        )
    return account_id


def waiting_days() -> int:
    """Days between agreeing and handing over."""
    return int(settings.OPENJMO_RECOVERY_WAIT_DAYS)
