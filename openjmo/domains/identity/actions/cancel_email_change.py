"""Stay with the present address after all."""

from __future__ import annotations

import logging

from openjmo.domains.identity.models import EmailChange

_logger = logging.getLogger(__name__)


def cancel_email_change(account_id: int) -> None:
    """Forget the change that waits; its link ends. Without one nothing happens."""
    waiting = EmailChange.objects.filter(account_id=account_id, changed_at=None)
    refs = list(waiting.values_list("ref", flat=True))
    waiting.delete()
    for ref in refs:
        _logger.info("e-mail change cancelled", extra={"change": ref})
