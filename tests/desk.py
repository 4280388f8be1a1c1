"""Requests of every kind and officers to answer them, for tests; everybody is invented."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from django.test import Client
from django.utils import timezone

from openjmo.core.ids import CardNumber
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.identity import actions as identity_actions
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.models import Authenticator
from openjmo.domains.identity.security import Way
from openjmo.domains.looks.readers import Kind as ReaderKind
from openjmo.domains.looks.readers import Reader
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.request_card import request_card
from openjmo.domains.savings.actions.report_difference import NewDifference, report_difference
from openjmo.domains.savings.actions.request_merge import request_merge
from openjmo.domains.support.actions.appoint_officer import appoint_officer
from openjmo.domains.support.tasks import Task
from openjmo.platform.sealing import unseal
from openjmo.protocols import totp
from tests.domains.identity.makers import make_account
from tests.fund import BUDI, NOW, SITI, Worker, make_employer, post_month

SEPTEMBER = Month(2026, 9)
OPERATOR = Reader(ReaderKind.OPERATOR, "operator:test", "test")
"""Somebody at the command line."""
LOST_CARD = "15031774471"
MISTYPED = replace(SITI, nik="3507056609850000", card_number=LOST_CARD, wage=3_000_000)
"""Siti as another firm reported her: one digit of the NIK is wrong."""


def make_officer(email: str = "petugas@contoh.example", name: str = "Ratna Puspita", tasks: Collection[Task] = frozenset(Task)) -> int:
    """An account that answers requests, with an authenticator app and by default every task; its id."""
    account_id = make_account(email, full_name=name, kind="operator")
    identity_actions.give_authenticator(account_id, totp.new_secret(), NOW)
    appoint_officer(account_id, name, tasks=tasks, by="operator:test", now=NOW)
    return account_id


def show_more(client: Client) -> None:
    """In this browser, the code of an authenticator app was shown."""
    session = client.session
    identity_actions.note_proof(session, Way.TOTP, timezone.now())
    session.save()


def app_code(account_id: int) -> str:
    """A code that the authenticator app of this account shows or is about to show, not used yet, and good for some seconds more."""
    row = Authenticator.objects.get(account_id=account_id)
    secret, left = (
        unseal(bytes(row.sealed_secret), "identity.authenticator"),
        totp.STEP_SECONDS - timezone.now().timestamp() % totp.STEP_SECONDS,
    )
    if left < SLOW_HANDS:
        time.sleep(left)
    return totp.code_at(secret, max(totp.step_of(timezone.now().timestamp()) - 1, row.used_step + 1))


SLOW_HANDS: Final = 4.0
"""Seconds in which a code is typed; one that runs out sooner is waited for."""


def signature(account_id: int) -> str:
    """How an answer keeps who gave it."""
    account = identity.account(account_id)
    assert account
    return account.recipient


def make_ticket(person_id: int, claimed: int, *, month: Month = SEPTEMBER, worker: Worker = SITI, note: str = "") -> str:
    """A difference ticket; `claimed` in whole rupiah."""
    new = NewDifference(person_id, worker.card_number, month, Money.zero(), Money.of_rupiah(claimed), note)
    return report_difference(new, now=NOW)


def make_card_request(person_id: int, card_number: str = LOST_CARD) -> str:
    """A member misses a card; by default the one another firm reported with a mistyped NIK, which is in the register then."""
    if card_number == LOST_CARD:
        post_month(make_employer("CV Melati Putih", "ML111111"), Month(2026, 8), [MISTYPED])
    return request_card(person_id, CardNumber.parse(card_number), now=NOW)


OLD_FIRM = replace(SITI, card_number="15031778802", wage=4_000_000)
"""Siti on the card of a firm where she has stopped."""


def make_merge(person_id: int, worker: Worker = OLD_FIRM, *, npp: str = "ML333333") -> str:
    """A member wants the card of a former firm to give way to the newest other one; the request."""
    firm = make_employer("UD Cempaka Lama", npp)
    post_month(firm, Month(2026, 6), [worker])
    post_month(firm, Month(2026, 7), [replace(worker, end="2026-07-31", reason="resign")])
    cards = membership.cards_of(person_id)
    source = next(card for card in cards if card.card_number == worker.card_number)
    return request_merge(person_id, source.ref, next(card for card in cards if card.id != source.id).ref, now=NOW)


def make_correction(email: str = "budi@contoh.example", worker: Worker = BUDI) -> tuple[int, str]:
    """An account that typed another mother's name than the register has; its id and the request."""
    typed = {"nik": worker.nik, "full_name": worker.full_name, "mother_name": "Bukan Ibunya"}
    account_id = make_account(email, **typed)
    request = membership.correction_of(account_id)
    assert request
    return account_id, request.ref
