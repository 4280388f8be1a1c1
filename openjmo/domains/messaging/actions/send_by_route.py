"""Hand an SMS to a route, and to the other one when the first refuses or does not answer.

Nobody can make an SMS arrive exactly once. What holds instead: once a route has said yes, no other is asked and the text is not sent again.
A route that does not answer may have taken the text nevertheless; then the other one sends it too, and the same words arrive twice, rather
than never. So it is when the process dies after a route's yes and before that was noted.
"""

from __future__ import annotations

import logging
import secrets
from datetime import datetime

from openjmo.core.errors import Trouble
from openjmo.domains.messaging.channels import sms
from openjmo.domains.messaging.models import Dispatch, Mail
from openjmo.domains.messaging.routes import order_for, put_behind_if_weak
from openjmo.protocols.sms_callback import News

_logger = logging.getLogger(__name__)


def send_by_route(mail: Mail, now: datetime) -> bool:
    """Whether the outbox keeps the text. Raises Trouble when no route has taken it, permanent when all of them say never.

    Called outside of a transaction: what was asked stays noted, whatever the answer.
    """
    names = order_for(mail, now)
    if Dispatch.objects.filter(mail=mail, news__in=[News.SENT, News.DELIVERED]).exists():
        # A route that did not answer had taken it; its receipt has come since.
        return sms.channel(names[0]).keeps_text
    said: list[Trouble] = []
    for name in names:
        company = sms.channel(name)
        row = Dispatch.objects.create(mail=mail, route=name, ref=secrets.token_hex(16), at=now)
        try:
            company.send(sms.Text(mail.number, mail.body, row.ref))
        except Trouble as trouble:
            said.append(trouble)
            _note(row, trouble, now)
        else:
            Dispatch.objects.filter(id=row.pk).update(state=Dispatch.State.TAKEN)
            return company.keeps_text
    reasons = "; ".join(dict.fromkeys(one.message for one in said))
    raise Trouble(reasons, permanent=all(one.permanent for one in said))


def _note(row: Dispatch, trouble: Trouble, now: datetime) -> None:
    if trouble.permanent:
        # That is about the number and says nothing of the route.
        state, is_behind = Dispatch.State.REJECTED, False
    else:
        state, is_behind = Dispatch.State.SILENT if isinstance(trouble, sms.Silence) else Dispatch.State.REFUSED, True
    Dispatch.objects.filter(id=row.pk).update(state=state)
    is_behind = is_behind and put_behind_if_weak(row.route, now)
    _logger.warning("text not taken", extra={"mail_id": row.mail_id, "route": row.route, "state": str(state), "is_behind": is_behind})
