"""What became of an SMS with a code, for the pages where somebody waits for it."""

from __future__ import annotations

from django.utils.translation import gettext

from openjmo.domains.messaging.delivery import DeliveryView
from openjmo.protocols.sms_callback import Reason


def delivery_panel(delivery: DeliveryView | None, look_again: str) -> dict[str, object]:
    """What `_delivery.html` draws. `look_again` is the page's own address."""
    return {"delivery": delivery, "delivery_failed": _why(delivery.reason) if delivery else "", "look_again": look_again}


def _why(reason: str) -> str:
    return {
        "": "",
        Reason.UNKNOWN_NUMBER: gettext("operator tidak mengenal nomor ini, atau nomornya tidak aktif"),
        Reason.SWITCHED_OFF: gettext("ponsel mati atau di luar jangkauan"),
        Reason.BLOCKED: gettext("nomor ini menolak SMS dari kami"),
        Reason.NETWORK: gettext("jaringan operator sedang terganggu"),
    }.get(reason, gettext("operator tidak mengatakan sebabnya"))
