"""What is signed, that nothing in it can be changed, and that it adds up."""

from __future__ import annotations

import json

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.domains.passbooks.statement import fault_of, sums_fault
from openjmo.domains.passbooks.wire import read_passbook, read_summary
from openjmo.ledger.proof.statement import public_key_of
from openjmo.platform.signing import is_signed
from tests.domains.passbooks.makers import SEED, made_passbook, tampered, tampered_qr

FILE = made_passbook().file_text()
QR = made_passbook().qr_text()


def test_what_was_written_is_read_and_holds() -> None:
    made = made_passbook()
    found = read_passbook(FILE)
    assert found.passbook == made.passbook
    assert found.signature == made.signature
    assert fault_of(found).code == ""
    summary, signature = read_summary(QR)
    assert summary == made.passbook.summary
    assert is_signed(public_key_of(SEED), summary.signed_bytes(), signature)


def test_it_is_canonical_and_small() -> None:
    assert json.dumps(json.loads(FILE), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == FILE
    assert len(QR.encode()) < 400
    book = made_passbook().passbook
    assert book.opening + Money.total(line.amount for line in book.lines) == book.closing


CHANGED = list(tampered(FILE))


def code_of(text: str) -> str:
    """What the server finds in a file."""
    try:
        return fault_of(read_passbook(text)).code
    except InvalidInput as unreadable:
        return unreadable.code


@pytest.mark.parametrize("text", [text for _, text in CHANGED], ids=[name for name, _ in CHANGED])
def test_whatever_is_changed_is_found(text: str) -> None:
    assert text != FILE
    assert code_of(text) != ""


def test_a_changed_sen_is_shown_where_it_is() -> None:
    value = json.loads(FILE)
    value["statement"]["lines"][2]["balance_sen"] = str(int(value["statement"]["lines"][2]["balance_sen"]) + 1)
    fault = sums_fault(read_passbook(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))).passbook)
    assert (fault.code, fault.at) == ("line_differs", "3")
    assert fault.found is not None
    assert fault.expected is not None
    assert fault.found - fault.expected == Money(1)


def test_a_clever_forger_is_found_by_the_signature() -> None:
    text = dict(CHANGED)["everything consistently more"]
    assert sums_fault(read_passbook(text).passbook).code == ""
    assert fault_of(read_passbook(text)).code == "signature_wrong"


@pytest.mark.parametrize("text", [text for _, text in tampered_qr(QR)], ids=[name for name, _ in tampered_qr(QR)])
def test_whatever_is_changed_in_the_code_is_found(text: str) -> None:
    assert text != QR
    try:
        summary, signature = read_summary(text)
    except InvalidInput:
        return
    assert not is_signed(public_key_of(SEED), summary.signed_bytes(), signature)


def test_one_signature_does_not_pass_for_the_other() -> None:
    made = made_passbook()
    key = public_key_of(SEED)
    assert not is_signed(key, made.passbook.signed_bytes(), made.summary_signature)
    assert not is_signed(key, made.passbook.summary.signed_bytes(), made.signature)


@pytest.mark.parametrize("text", ["", "x", "{", "{}", "[]", "1|2|3", "[" * 5000, "{" * 5000, '{"format":1}'])
def test_something_else_is_unreadable(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_passbook(text) if text.startswith("{") else read_summary(text)
    assert refused.value.code == "passbooks.unreadable"
