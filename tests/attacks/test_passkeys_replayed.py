"""Passkeys replayed, led to another site, signed without their owner, copied: each answer that is not quite right opens nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from fido2.utils import websafe_encode

from openjmo.core.errors import InvalidInput
from openjmo.domains.identity import actions
from openjmo.domains.identity.models import Passkey
from openjmo.domains.identity.webauthn import Question, Site
from tests.attacks.passkey import PRESENT, SITE, VERIFIED, SoftKey
from tests.domains.identity.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account_id() -> int:
    return make_account()


@pytest.fixture
def key(account_id: int) -> SoftKey:
    """Made as a browser makes it."""
    made = SoftKey()
    question = actions.ask_for_passkey(account_id, SITE)
    actions.add_passkey(account_id, SITE, question.token, made.register(question), "HP", timezone.now())
    return made


def _is_refused(token: str, answer: str, *, site: Site = SITE, account_id: int | None = None) -> bool:
    try:
        actions.prove_passkey(site, token, answer, timezone.now(), account_id)
    except InvalidInput as refusal:
        return refusal.code == "identity.passkey_wrong"
    return False


def test_the_key_of_these_attacks_is_taken_when_nothing_is_wrong(key: SoftKey, account_id: int) -> None:
    question = actions.ask_passkey(SITE)
    assert actions.prove_passkey(SITE, question.token, key.sign(question), timezone.now()) == account_id
    question = actions.ask_passkey(SITE, account_id)
    assert actions.prove_passkey(SITE, question.token, key.sign(question), timezone.now(), account_id) == account_id


def test_the_same_answer_twice(key: SoftKey) -> None:
    question = actions.ask_passkey(SITE)
    answer = key.sign(question)
    assert not _is_refused(question.token, answer)
    Passkey.objects.update(sign_count=0)
    assert _is_refused(question.token, answer)


def test_an_answer_to_another_question(key: SoftKey) -> None:
    earlier, now = actions.ask_passkey(SITE), actions.ask_passkey(SITE)
    assert _is_refused(now.token, key.sign(earlier))


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://jahat.example"},
        {"origin": "http://openjmo.example"},
        {"origin": "https://openjmo.example.jahat.example"},
        {"host": "jahat.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"flags": 0},
        {"challenge": websafe_encode(b"\x00" * 32)},
        {"called": "webauthn.create"},
    ],
    ids=str,
)
def test_what_was_signed_for_another_site_or_without_its_owner(key: SoftKey, account_id: int, lies: dict[str, Any]) -> None:
    question = actions.ask_passkey(SITE)
    assert _is_refused(question.token, key.sign(question, **lies))
    fresh = actions.ask_for_passkey(account_id, SITE)
    other = SoftKey(b"kunci-dua")
    lies = {**lies, "called": "webauthn.get"} if "called" in lies else lies
    with pytest.raises(InvalidInput):
        actions.add_passkey(account_id, SITE, fresh.token, other.register(fresh, **lies), "HP", timezone.now())
    assert Passkey.objects.count() == 1


@pytest.mark.parametrize("count", [0, 7, 8])
def test_a_counter_that_does_not_grow(key: SoftKey, count: int) -> None:
    Passkey.objects.update(sign_count=8)
    question = actions.ask_passkey(SITE)
    assert _is_refused(question.token, key.sign(question, count=count))
    assert Passkey.objects.get().sign_count == 8


def test_a_key_that_never_counts_is_taken_again_and_again(key: SoftKey) -> None:
    Passkey.objects.update(sign_count=0)
    for _ in range(2):
        question = actions.ask_passkey(SITE)
        assert not _is_refused(question.token, key.sign(question, count=0))


def test_an_answer_is_of_use_for_what_was_asked_only(key: SoftKey, account_id: int) -> None:
    signing_in, proving = actions.ask_passkey(SITE), actions.ask_passkey(SITE, account_id)
    assert _is_refused(signing_in.token, key.sign(signing_in), account_id=account_id)
    assert _is_refused(proving.token, key.sign(proving))
    adding = actions.ask_for_passkey(account_id, SITE)
    assert _is_refused(adding.token, key.sign(adding))


def test_a_key_proves_its_own_account_and_no_other(key: SoftKey) -> None:
    other = make_account("lain@contoh.example")
    question = actions.ask_passkey(SITE, other)
    assert _is_refused(question.token, key.sign(question), account_id=other)
    question = actions.ask_for_passkey(other, SITE)
    with pytest.raises(InvalidInput):
        actions.add_passkey(other, SITE, question.token, key.register(question), "HP", timezone.now())


def test_another_key_under_the_same_number(key: SoftKey) -> None:
    impostor = SoftKey(key.credential_id, count=50)
    question = actions.ask_passkey(SITE)
    assert _is_refused(question.token, impostor.sign(question))


def test_a_removed_key(key: SoftKey, account_id: int) -> None:
    question = actions.ask_passkey(SITE)
    actions.remove_passkey(account_id, Passkey.objects.get().ref, timezone.now())
    assert _is_refused(question.token, key.sign(question))


@pytest.mark.parametrize("change", ["signature", "authenticatorData", "clientDataJSON"])
def test_one_changed_byte(key: SoftKey, change: str) -> None:
    question = actions.ask_passkey(SITE)
    said = json.loads(key.sign(question))
    text = said["response"][change]
    middle = len(text) // 2
    said["response"][change] = f"{text[:middle]}{'A' if text[middle] != 'A' else 'B'}{text[middle + 1 :]}"
    assert _is_refused(question.token, json.dumps(said))


def test_a_question_of_a_quarter_of_an_hour_ago_and_a_made_up_one(key: SoftKey, monkeypatch: pytest.MonkeyPatch) -> None:
    question = actions.ask_passkey(SITE)
    made_up = Question(question.options, question.token[:-2] + ("AA" if not question.token.endswith("AA") else "BB"))
    assert _is_refused(made_up.token, key.sign(question))
    later = time.time() + 15 * 60 + 5
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert _is_refused(question.token, key.sign(question))


def test_the_memory_of_used_questions_outlasts_the_questions(key: SoftKey, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []
    add: Callable[..., bool] = cache.add

    def noted(key: str, value: int, *, timeout: int) -> bool:
        kept.append(timeout)
        return add(key, value, timeout=timeout)

    monkeypatch.setattr(cache, "add", noted)
    question = actions.ask_passkey(SITE)
    assert not _is_refused(question.token, key.sign(question))
    assert kept == [15 * 60 + 60]
