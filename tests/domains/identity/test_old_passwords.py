"""An old password is said once a year, and no change is ever forced (X12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from openjmo.domains.identity import actions, reads
from openjmo.domains.identity.models import Account
from openjmo.domains.messaging.models import Mail, Message
from tests.domains.identity.makers import NOW, make_account

pytestmark = pytest.mark.django_db

A_YEAR = timedelta(days=366)


def _told() -> int:
    return Message.objects.filter(template="password_old").count()


def test_once_a_year_by_a_message_and_no_letter() -> None:
    account_id = make_account()
    assert actions.remind_old_passwords(NOW + timedelta(days=364)) == 0
    assert actions.remind_old_passwords(NOW + A_YEAR) == 1
    assert actions.remind_old_passwords(NOW + A_YEAR) == 0
    assert actions.remind_old_passwords(NOW + A_YEAR + timedelta(days=300)) == 0
    assert _told() == 1
    assert actions.remind_old_passwords(NOW + 2 * A_YEAR) == 1
    assert not Mail.objects.exists()
    account = reads.account(account_id)
    assert account
    assert account.has_old_password(NOW + A_YEAR), "the message does not put the hint away"


def test_not_to_whoever_changed_it_or_put_the_hint_away() -> None:
    changed, closed = make_account("satu@contoh.example"), make_account("dua@contoh.example")
    Account.objects.filter(id=changed).update(password_set_at=NOW + timedelta(days=100))
    actions.close_password_hint(closed, NOW + timedelta(days=200))
    assert actions.remind_old_passwords(NOW + A_YEAR) == 0
    assert actions.remind_old_passwords(NOW + timedelta(days=200) + A_YEAR) == 2


def test_not_to_officers_and_closed_accounts_nor_where_it_is_switched_off(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own
    make_account("petugas@contoh.example", kind="operator")
    Account.objects.filter(id=make_account("tutup@contoh.example")).update(is_active=False)
    assert actions.remind_old_passwords(NOW + A_YEAR) == 0
    make_account()
    settings.OPENJMO_PASSWORD_OLD_DAYS = 0
    assert actions.remind_old_passwords(NOW + A_YEAR) == 0
    settings.OPENJMO_PASSWORD_OLD_DAYS = 30
    assert actions.remind_old_passwords(NOW + timedelta(days=31)) == 1
