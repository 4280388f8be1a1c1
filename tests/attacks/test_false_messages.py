"""False messages in our name: codes guessed and copied, texts tried out, pastes that are to break the page or its reader."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.domains.messaging import actions, checking, message_codes
from openjmo.domains.messaging.checking import Outcome
from openjmo.domains.messaging.models import Mail
from openjmo.platform.codes import SIGNS, new_code
from tests.portals.public.steps import minutes_pass

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_before() -> None:
    minutes_pass()


def _ask(typed: str, network: str = "10.0.0.1") -> int:
    return Client(REMOTE_ADDR=network, raise_request_exception=False).post("/cek-pesan", {"pesan": typed}).status_code


def _sms(digits: str = "123456") -> str:
    moment = timezone.now()
    body = f"OpenJMO: {digits} adalah kode untuk masuk."
    actions.queue_sms("+6281200000001", body=body, language="id", key="t", now=moment, useful_until=moment + timedelta(minutes=10))
    return str(Mail.objects.get(key="t").body)


def test_codes_have_the_bits_they_are_said_to_have() -> None:
    letters = {message_codes.letter_code() for _ in range(200)}
    assert len(letters) == 200
    assert {len(code.replace("-", "")) for code in letters} == {12}
    assert set("".join(letters)) - {"-"} == set(SIGNS)
    assert len(SIGNS) ** message_codes.LETTER_SIGNS > 2**59
    assert len(SIGNS) ** message_codes.SMS_SIGNS > 2**39


def test_nobody_tries_out_codes() -> None:
    """However many are tried in one paste or many, a network gets 300 tries."""
    answers = [_ask(new_code(8, 4)) for _ in range(305)]
    assert answers[:300] == [200] * 300
    assert set(answers[300:]) == {429}
    assert _ask(new_code(8, 4), "10.0.0.2") == 200, "another network"


def test_many_codes_in_one_paste_are_not_many_tries() -> None:
    code = next(message_codes.endings(_sms())).code
    paste = " ".join([code, *(new_code(8, 4) for _ in range(500))])
    assert len(checking.compared_codes(paste)) == 3
    assert checking.checked(paste).outcome is Outcome.UNKNOWN


def test_nobody_tries_out_the_six_digits_of_an_sms_whose_code_they_saw() -> None:
    """From however many networks, and with whatever code after it, there are ten tries while the digits hold."""
    sms = _sms()
    answers = [_ask(sms.replace("123456", f"{number:06d}"), f"10.0.1.{number}") for number in range(5)]
    answers += [_ask(f"{sms.replace('123456', f'{number:06d}')} {new_code(8, 4)}", f"10.0.1.{number}") for number in range(5, 12)]
    assert answers == [200] * 10 + [429] * 2
    assert _ask(sms, "10.0.2.1") == 429, "nor is the right one told any more"
    assert _ask(next(message_codes.endings(sms)).code, "10.0.2.1") == 200, "the code alone tells nothing of the text"


def test_a_genuine_code_under_a_false_text_is_found_however_it_is_put() -> None:
    actions.queue_mail("siti@contoh.example", subject="Halo", body="Isi.", language="id", key="k", now=timezone.now())
    body = Mail.objects.get(key="k").body
    ending = body[body.index("Kode surat:") :]
    for false in (f"Bayar sekarang.\n{ending}", f"{ending}\nBayar sekarang.", f"Bayar sekarang.\n{body[30:]}"):
        assert checking.checked(false).outcome is Outcome.CHANGED
    for beside in (f"Bayar sekarang.\n{body}", f"{body}\nBayar sekarang.", f"{body}Bayar sekarang."):
        assert checking.checked(beside).outcome is Outcome.SURROUNDED


def test_a_paste_of_any_size_is_refused_or_answered_at_once() -> None:
    assert _ask("a" * 10_000_000) in {400, 413}
    for sign in ("a.", "1-", "www.", "abcd-efgh-", "> ", "-", "a-a@", "aaaa-bbbb ", "\u202e"):
        started = time.process_time()
        assert _ask((sign * 20_000)[:19_999]) == 200
        assert time.process_time() - started < 2


ODD = (
    "\x00",
    "abcd-efgh\x00",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "%(code)s %s",
    "http://[::1",
    "\uffff",
    "\uff41bcd-efgh-jkmn",
)


@pytest.mark.parametrize("typed", ODD, ids=ascii)
def test_nothing_that_is_pasted_runs_or_breaks(typed: str) -> None:
    sms = _sms()
    for paste in (typed, f"{typed} {sms}", f"{sms}\n{typed}"):
        answer = Client().post("/cek-pesan", {"pesan": paste})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert typed.count("7*7") <= answer.text.count("{{ 7*7 }}")
