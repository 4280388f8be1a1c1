"""Questions about messages and mail; answers are frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings

from openjmo.domains.messaging import message_codes
from openjmo.domains.messaging.channels import sms
from openjmo.domains.messaging.delivery import DeliveryView, delivery
from openjmo.domains.messaging.models import Mail, Message
from openjmo.domains.messaging.wording import wording_of

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message in the reader's language; `about` is the reference of what it tells about, or empty."""

    ref: UUID
    topic: str
    template: str
    title: str
    body: str
    about: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One page of messages, newest first; `number` counts from 1."""

    messages: tuple[MessageView, ...]
    number: int
    has_next: bool


def messages_for(recipients: Sequence[str], page: int = 1, *, page_size: int = PAGE_SIZE) -> MessagePage:
    """Messages addressed to any of these recipient keys, newest first. One query."""
    number = max(page, 1)
    start = (number - 1) * page_size
    rows = list(Message.objects.filter(recipient__in=list(recipients)).order_by("-id")[start : start + page_size + 1])
    return MessagePage(tuple(_view(row) for row in rows[:page_size]), number, len(rows) > page_size)


def message_count(recipients: Sequence[str]) -> int:
    """How many messages there are."""
    return Message.objects.filter(recipient__in=list(recipients)).count()


def unread_count(recipients: Sequence[str]) -> int:
    """How many messages nobody has opened yet."""
    return Message.objects.filter(recipient__in=list(recipients), read_at=None).count()


def unread_sql(recipients: str) -> str:
    """SQL for the same count, for one statement of an upper room; `recipients` is SQL for an array of keys."""
    return f"(SELECT count(*) FROM messaging_message WHERE recipient = ANY({recipients}) AND read_at IS NULL)"  # noqa: S608


def _view(row: Message) -> MessageView:
    wording = wording_of(row.template, {**row.values, **(row.quoted or {})})
    return MessageView(row.ref, row.topic, row.template, wording.title, wording.body, row.about, row.created_at, row.read_at)


@dataclass(frozen=True, slots=True)
class MailView:
    """A letter or SMS of the outbox; `channel` is email or sms, an SMS has no subject; times in UTC."""

    id: int
    channel: str
    recipient: str
    subject: str
    body: str
    state: str
    attempt_count: int
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailPage:
    """One page of letters, newest first; `number` counts from 1."""

    mails: tuple[MailView, ...]
    number: int
    has_next: bool


def mails(page: int = 1, *, page_size: int = PAGE_SIZE) -> MailPage:
    """All letters, newest first; for the development mail page only."""
    number = max(page, 1)
    start = (number - 1) * page_size
    rows = list(Mail.objects.order_by("-id")[start : start + page_size + 1])
    return MailPage(tuple(_mail_view(row) for row in rows[:page_size]), number, len(rows) > page_size)


def mail(mail_id: int) -> MailView | None:
    """One letter; for the development mail page only."""
    row = Mail.objects.filter(id=mail_id).first()
    return _mail_view(row) if row else None


def delivery_of_mail(mail_id: int) -> DeliveryView | None:
    """What became of an SMS; None of a letter. For the development mail page only."""
    row = Mail.objects.filter(id=mail_id, channel=Mail.Channel.SMS).first()
    return delivery(row) if row else None


def _mail_view(row: Mail) -> MailView:
    return MailView(
        row.id, row.channel, row.recipient or row.number, row.subject, row.body, row.state, row.attempt_count, row.created_at, row.sent_at
    )


def offers_sms() -> bool:
    """Whether this installation can send SMS, so that a choice may be shown. Asks no database."""
    return sms.is_offered()


@dataclass(frozen=True, slots=True)
class OwnAddresses:
    """Where we are and where we write from (S122). `sms_sender` is empty where no SMS is sent, `contact` where none is set."""

    sites: tuple[str, ...]
    """Names of hosts; the first one is written into letters."""
    mail_from: str
    sms_sender: str
    contact: str


def own_addresses() -> OwnAddresses:
    """As the operator has set them."""
    return OwnAddresses(
        sites=tuple(settings.OPENJMO_SITES),
        mail_from=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        sms_sender=settings.OPENJMO_SMS_SENDER if sms.is_offered() else "",
        contact=settings.OPENJMO_CONTACT,
    )


def own_key() -> str:
    """The public key that letters are signed with, in base64url without padding; empty where nothing is signed."""
    return message_codes.text_of(message_codes.own_key())
