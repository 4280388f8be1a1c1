"""Calls of SMS routes that are forged, replayed, too large or signed by another route; and what a stranger learns of receipts."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.domains.identity.models import Account
from openjmo.domains.messaging import actions
from openjmo.domains.messaging.callbacks import Callback, signed
from openjmo.domains.messaging.delivery import Stage, delivery_of
from openjmo.domains.messaging.models import Dispatch, IncomingText, Mail
from openjmo.protocols.sms_callback import GOOD_FOR, MOST_BYTES, Kind
from tests.domains.identity.codes import send_waiting
from tests.domains.identity.makers import make_account
from tests.domains.messaging.sms_calls import FIRST, SECOND, incoming, receipt
from tests.domains.protection.steps import now

pytestmark = pytest.mark.django_db

KEY = "k1"


@pytest.fixture
def sent() -> Dispatch:
    """A text that the first route has taken."""
    actions.queue_sms("+6281200000001", body="OpenJMO: halo.", language="id", key=KEY, now=now())
    actions.deliver_mail(Mail.objects.get().pk, now())
    return Dispatch.objects.get()


def _call(call: Callback, path: str = "", kind: str = "receipt", **changed: str) -> Any:  # noqa: ANN401 - the test client's own response
    headers = {"X-SMS-Moment": call.moment, "X-SMS-Signature": call.signature} | {
        name.replace("_", "-"): value for name, value in changed.items()
    }
    address = path or f"/api/v1/sms/{call.route}/{kind}"
    return Client(enforce_csrf_checks=True).post(address, call.body, content_type="application/json", headers=headers)


def _stage() -> Stage:
    told = delivery_of(KEY)
    assert told
    return told.stage


def test_a_genuine_call_is_heard_once_and_content_when_it_comes_again(sent: Dispatch) -> None:
    call = receipt(sent, "delivered", now())
    assert _call(call).status_code == 204
    assert _stage() is Stage.DELIVERED
    before = list(Dispatch.objects.values())
    assert _call(call).status_code == 204
    assert list(Dispatch.objects.values()) == before


def _forged(sent: Dispatch) -> dict[str, Any]:
    call, moment = receipt(sent, "delivered", now()), now()
    old = moment - timedelta(seconds=GOOD_FOR + 5)
    body = call.body.replace(b"delivered", b"failed")
    return {
        "no signature": _call(call, X_SMS_Signature=""),
        "signature of nobody": _call(call, X_SMS_Signature="0" * 64),
        "signature with letters beyond": _call(call, X_SMS_Signature="é" * 64),
        "another body": _call(Callback(call.route, call.moment, call.signature, body)),
        "another moment": _call(call, X_SMS_Moment=str(int(call.moment) + 1)),
        "no moment": _call(call, X_SMS_Moment="besok"),
        "replayed later": _call(receipt(sent, "delivered", old)),
        "from the future": _call(receipt(sent, "delivered", moment + timedelta(seconds=GOOD_FOR + 5))),
        "the other route's key": _call(receipt(sent, "delivered", moment, route=SECOND), f"/api/v1/sms/{FIRST}/receipt"),
        "no such route": _call(signed(Kind.RECEIPT, "lain", call.body, moment)),
        "another kind": _call(signed(Kind.INCOMING, FIRST, call.body, moment)),
        "not even JSON": _call(Callback(FIRST, call.moment, "0" * 64, b"{")),
    }


def test_every_forgery_is_answered_alike_and_changes_nothing(sent: Dispatch) -> None:
    answers = _forged(sent)
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 401)
    assert len({answer.content for answer in answers.values()}) == 1
    assert len({frozenset(answer.headers) for answer in answers.values()}) == 1
    assert _stage() is Stage.SENT


def test_a_route_without_a_key_is_believed_nothing(sent: Dispatch, settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    settings.OPENJMO_SMS_KEYS = {FIRST: "", SECOND: settings.OPENJMO_SMS_KEYS[SECOND]}
    assert _call(receipt(sent, "delivered", now())).status_code == 401
    assert _stage() is Stage.SENT


def test_the_second_route_says_nothing_of_what_the_first_took(sent: Dispatch) -> None:
    assert _call(receipt(sent, "delivered", now(), route=SECOND)).status_code == 204
    assert _stage() is Stage.SENT


def test_a_large_call_is_refused_before_it_is_read_whoever_it_is() -> None:
    large = b'{"id": "' + b"x" * MOST_BYTES + b'"}'
    for call in (signed(Kind.INCOMING, FIRST, large, now()), signed(Kind.INCOMING, "lain", large, now())):
        assert _call(call, kind="incoming").status_code == 413
    assert IncomingText.objects.count() == 0


@pytest.mark.parametrize(
    "told",
    [
        b"[]",
        b"\xff",
        b"[" * 4000,
        b'{"ref": 5}',
        b'{"ref": "x", "state": "gone", "at": "2026-11-26T10:00:00+07:00"}',
        b'{"ref": "x", "state": ["sent"], "at": "2026-11-26T10:00:00+07:00"}',
        b'{"ref": "x", "state": "sent", "at": "2026-11-26T10:00:00"}',
        b'{"ref": "x", "state": "sent", "at": "kemarin"}',
        b'{"ref": "a\\u0000b", "state": "sent", "at": "2026-11-26T10:00:00+07:00"}',
    ],
)
def test_whoever_has_the_key_hears_what_is_wrong(told: bytes) -> None:
    answer = _call(signed(Kind.RECEIPT, FIRST, told, now()))
    assert answer.status_code == 400
    assert answer.json()["code"] == "sms.body_wrong"


def test_an_incoming_text_forged_or_twice_freezes_nobody_and_answers_nobody() -> None:
    make_account("siti@contoh.example", phone="+6281200000001")
    call = incoming("+6281200000001", "halo", now())
    assert _call(Callback(FIRST, call.moment, "0" * 64, call.body), kind="incoming").status_code == 401
    assert IncomingText.objects.count() == 0
    for _ in range(2):
        assert _call(call, kind="incoming").status_code == 204
    assert Mail.objects.filter(template="incoming_help").count() == 1


def test_only_post_is_answered() -> None:
    assert Client().get(f"/api/v1/sms/{FIRST}/receipt").status_code == 405


def test_a_receipt_tells_a_stranger_nothing_of_an_account() -> None:
    """The pages of a forgotten password are the same for a known and an unknown address, also once the SMS has arrived."""
    phone = "+6281200000001"
    account_id = make_account("siti@contoh.example", phone=phone)
    Account.objects.filter(id=account_id).update(verified_phone=Account.objects.get(id=account_id).phone)
    pages = []
    for email in ("siti@contoh.example", "nina@contoh.example"):
        browser = Client()
        browser.post("/lupa-sandi", {"email": email, "cara": "sms"})
        send_waiting(timezone.now())
        for mail in Mail.objects.filter(channel="sms", state="queued"):
            actions.deliver_mail(mail.pk, timezone.now())
        for row in Dispatch.objects.filter(state="taken"):
            actions.hear_receipt(receipt(row, "delivered", now()), now())
        page = browser.get("/lupa-sandi/kode").text
        assert "sampai di ponsel" not in page
        pages.append(_without_keys(page).replace(email, "…"))
    assert pages[0] == pages[1]
    assert [row.news for row in Dispatch.objects.all()] == ["delivered"], "to the one who has an account"


def _without_keys(page: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|nonce|content)="[^"]*"', r"\1", page)


def test_the_body_of_a_call_is_no_part_of_the_log(sent: Dispatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    _call(incoming("+6281299990000", "kata rahasia", now()), kind="incoming")
    _call(receipt(sent, "delivered", now()))
    told = json.dumps([str(vars(record)) for record in caplog.records])
    assert "rahasia" not in told
    assert "81299990000" not in told
    assert sent.ref not in told
