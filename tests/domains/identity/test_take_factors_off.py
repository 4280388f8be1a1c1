"""Whoever lost everything beside the password gets in again, and everybody hears of it."""

from __future__ import annotations

import argparse
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.commands import members
from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.identity import actions, security
from openjmo.domains.identity.actions.take_factors_off import take_factors_off
from openjmo.domains.identity.models import Account, Session
from openjmo.domains.messaging import reads as messaging
from openjmo.domains.messaging.models import Mail
from openjmo.domains.protection import reads as protection
from openjmo.protocols import totp
from tests.domains.identity.makers import make_account

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_factors_go_sessions_end_and_payouts_wait(client: Client) -> None:
    now = timezone.now()
    account_id = make_account("siti@contoh.example")
    actions.give_authenticator(account_id, totp.new_secret(), now)
    client.force_login(Account.objects.get(id=account_id))
    assert security.factors_of(account_id).is_strong
    assert take_factors_off(account_id, "KTP asli dilihat di kantor.", by="operator:x", now=now) == 1
    assert not security.factors_of(account_id).is_strong
    assert not Session.objects.filter(account_id=account_id).exists()
    assert protection.hold_of(account_id, now + timedelta(hours=1)).holds
    assert Mail.objects.filter(recipient="siti@contoh.example").exists()
    account = Account.objects.get(id=account_id)
    said = [message.body for message in messaging.messages_for([f"account:{account.ref}"]).messages]
    assert any("KTP asli dilihat di kantor." in body for body in said)


def test_nothing_to_take_off_and_no_reason_are_refused() -> None:
    account_id = make_account("siti@contoh.example")
    with pytest.raises(InvalidInput):
        take_factors_off(account_id, " ", by="operator:x", now=timezone.now())
    with pytest.raises(Refusal) as refused:
        take_factors_off(account_id, "x", by="operator:x", now=timezone.now())
    assert refused.value.code == "identity.no_factors"


def test_the_command_does_it(capsys: pytest.CaptureFixture[str]) -> None:
    account_id = make_account("siti@contoh.example")
    actions.give_authenticator(account_id, totp.new_secret(), timezone.now())
    parser = argparse.ArgumentParser()
    members.configure(parser)
    assert members.deed(parser.parse_args(["factors", "siti@contoh.example", "--reason", "KTP dilihat."])) == 0
    assert "1 keys and apps are off" in capsys.readouterr().out
