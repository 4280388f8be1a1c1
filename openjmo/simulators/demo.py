"""The demonstration: a small made-up fund with a fixed cast who can sign in; loaded once by `openjmo run` in development.

Refused in production. Cut off half way, the next call goes on.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.ids import CardNumber
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import NewAccount, give_authenticator, open_account, prove_password, represent
from openjmo.domains.identity.configuration import DEMO_AUTHENTICATOR
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.request_card import request_card
from openjmo.domains.messaging import reads as messaging
from openjmo.domains.proofs.actions.publish_proof import publish_last_month
from openjmo.domains.protection.actions import NewTrustedPerson, agree_trust, name_trusted
from openjmo.domains.protection.trust import trusted_of
from openjmo.domains.reports.actions.count_months import count_months
from openjmo.domains.savings.actions.report_difference import NewDifference, report_difference
from openjmo.domains.savings.differences import differences_of
from openjmo.domains.support.actions.appoint_officer import appoint_officer
from openjmo.simulators import cast
from openjmo.simulators.employers import due_on
from openjmo.simulators.loaded import standing
from openjmo.simulators.niks import Numbers
from openjmo.simulators.plan import Order, Plan, plan_with
from openjmo.simulators.play import Progress, play
from openjmo.simulators.refusal import refuse_in_production

NAME: Final = "demonstration"
_SEED: Final = "openjmo"
_WORKERS: Final = 300
_EMPLOYERS: Final = 12
_YEARS: Final = 7
_TRUSTED_SINCE: Final = timedelta(days=60)
"""Long enough that nothing waits because of it and the trusted person may vouch."""


class SignIn(NamedTuple):
    """Somebody of the cast. Without a password: somebody who has no account yet, and what to type when registering."""

    who: str
    email: str
    password: str
    what_for: str

    def __str__(self) -> str:
        return f"{self.who:16} {self.email:22} {self.password:15} {self.what_for}".rstrip()


def is_loaded() -> bool:
    """Whether there is nothing (more) to load: the demonstration stands complete, or the database holds another made-up fund."""
    found = standing()
    if found is None:
        return False
    return found.name != NAME or (found.is_finished and identity.account_with_email(cast.ACCOUNTS[-1].email) is not None)


def load(progress: Progress = print, *, now: datetime | None = None) -> None:
    """Load it, or what is left of it. Raises Refusal in production and for a database that holds another made-up fund."""
    refuse_in_production()
    moment = now or datetime.now(UTC)
    found = standing()
    until = found.order.until if found else newest_due_month(moment)
    play(plan(until), name=NAME, now=moment, progress=progress)
    publish_last_month(now=moment)
    count_months(now=moment)
    with transaction.atomic():
        for applicant in cast.ACCOUNTS:
            _open(applicant, moment)
        _ask(until, moment)
        _trust(moment)


def people_to_sign_in() -> list[SignIn]:
    """Who can be tried, in the order to try them; nobody when the demonstration is not in this database."""
    found = standing()
    if found is None or found.name != NAME:
        return []
    dewi = f"belum punya akun, untuk mencoba mendaftar: NIK {cast.DEWI.nik}, KPJ {cast.DEWI_CARD}, ibu kandung {cast.DEWI.mother_name}"
    return [
        *(SignIn(one.full_name, one.email, cast.PASSWORD, one.shows) for one in cast.ACCOUNTS),
        SignIn(cast.DEWI.full_name, "", "", dewi),
    ]


def newest_due_month(moment: datetime) -> Month:
    """The newest contribution month whose due date has passed: the last one of the demonstration."""
    today = business_date(moment)
    month = Month.of(today).plus(-1)
    return month if due_on(month) < today else month.plus(-1)


def plan(until: Month) -> Plan:
    """The demonstration's fund."""
    order = Order(_SEED, _WORKERS, _EMPLOYERS, _YEARS, until)
    return plan_with(order, cast.employers(until), cast.jobs(until), Numbers(cast.NUMBERS))


def _open(applicant: cast.Applicant, now: datetime) -> None:
    person = applicant.person
    account_id = open_account(
        NewAccount(
            email=applicant.email,
            password=cast.PASSWORD,
            full_name=applicant.full_name,
            phone=applicant.phone,
            phone_is_verified=True,
            kind="operator" if applicant.tasks else "employer" if applicant.employer else "participant",
            nik=person.nik if person else "",
            card_number=applicant.card_number,
            mother_name=person.mother_name if person else "",
        ),
        now,
    )
    employer = membership.employer_by_number(applicant.employer) if applicant.employer else None
    if employer:
        represent(account_id, employer.ref, business_date(now))
    if applicant.tasks:
        give_authenticator(account_id, DEMO_AUTHENTICATOR, now)
        appoint_officer(account_id, applicant.full_name, tasks=applicant.tasks, by="operator:demo", now=now)


def _ask(until: Month, now: datetime) -> None:
    """Two requests for the officer; the third is Joko's, whose registration does not fit."""
    siti, budi = membership.person_with_nik(cast.SITI.nik), membership.person_with_nik(cast.BUDI.nik)
    if siti is None or budi is None:
        return
    month = until.plus(-cast.UNPAID_BEFORE_END)
    cards = membership.cards_of(siti.id)
    reported = next((row for row in contributions.months_of([card.id for card in cards], month=month)), None)
    if reported and not differences_of(siti.id):
        report_difference(NewDifference(siti.id, cast.SITI_NEW_CARD, month, Money.zero(), reported.worker, ""), now=now)
    if not membership.card_requests_of(budi.id):
        request_card(budi.id, CardNumber.parse(cast.BUDI_LOST_CARD), now=now)


def _trust(now: datetime) -> None:
    """Siti named her sister long ago, who agreed with the code of the letter."""
    siti = identity.account_with_email(cast.ACCOUNTS[0].email)
    if siti is None or trusted_of(siti.id):
        return
    name_trusted(siti.id, NewTrustedPerson(cast.TRUSTED_NAME, cast.TRUSTED_EMAIL, ""), now - _TRUSTED_SINCE)
    code = next(found for letter in messaging.mails().mails if (found := re.search(r"/tepercaya/(\S+)", letter.body)))
    agree_trust(code[1], now - _TRUSTED_SINCE)


def open_doors() -> tuple[str, ...]:
    """Addresses of the demonstration's accounts that still open with the password everybody can read; none may be where people are real."""
    known = [(one.email, identity.account_with_email(one.email)) for one in cast.ACCOUNTS]
    return tuple(email for email, account in known if account is not None and prove_password(account.id, cast.PASSWORD))
