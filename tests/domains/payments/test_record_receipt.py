"""A receipt is written down once, whoever tells it how often."""

from __future__ import annotations

from dataclasses import replace

import pytest

from openjmo.core.errors import Refusal
from openjmo.core.money import Money
from openjmo.domains.payments.actions import Notice, record_receipt
from openjmo.domains.payments.reads import receipts_for
from tests.domains.contributions.makers import NOW

pytestmark = pytest.mark.django_db
NOTICE = Notice("bank", "TX-1", "123456789012", Money.of_rupiah(285_000), NOW)


def test_the_same_number_from_the_same_channel_is_the_same_receipt() -> None:
    first = record_receipt(NOTICE)
    second = record_receipt(NOTICE)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.ref == second.ref
    (receipt,) = receipts_for(NOTICE.billing_code)
    assert (receipt.channel, receipt.amount, receipt.paid_at) == ("bank", Money.of_rupiah(285_000), NOW)


def test_the_same_number_from_another_channel_is_another_receipt() -> None:
    record_receipt(NOTICE)
    assert record_receipt(replace(NOTICE, channel="other")).is_new
    assert len(receipts_for(NOTICE.billing_code)) == 2


@pytest.mark.parametrize("changed", [{"amount": Money.of_rupiah(1)}, {"billing_code": "999999999999"}])
def test_a_number_that_comes_back_with_other_facts_is_refused(changed: dict[str, object]) -> None:
    record_receipt(NOTICE)
    with pytest.raises(Refusal) as refused:
        record_receipt(replace(NOTICE, **changed))  # type: ignore[arg-type]
    assert refused.value.code == "payments.number_reused"
    assert len(receipts_for(NOTICE.billing_code)) == 1
