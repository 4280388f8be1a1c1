"""Tables of messages and mail; private to the room."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now

from openjmo.platform.sealed_fields import KeyedHash, SealedJson, SealedRecord, SealedText


class Message(models.Model):
    """One notice inside the app. Personal data: the values, which may hold a name or an amount; kept as long as the recipient is."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, db_default=RandomUUID())
    """Public, never spoken over a telephone; made by the database so that ten thousand cost one statement."""
    recipient = models.TextField()
    topic = models.TextField()
    template = models.TextField()
    values = models.JSONField(default=dict)
    """What was written for many at once: months, amounts, an employer; never a name."""
    quoted = SealedJson(null=True)
    """What was written for this recipient alone, which may be a name."""
    about = models.TextField(default="", db_default="")
    """Reference of what it is about, for a link inside the app."""
    key = models.TextField(default="", db_default="")
    """Same recipient and key: the same message, written once. Empty: always a new one."""
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messaging_message"
        constraints = (models.UniqueConstraint(fields=["recipient", "key"], condition=~models.Q(key=""), name="messaging_message_once"),)
        indexes = (
            models.Index(fields=["recipient", "-id"], name="messaging_message_newest"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="messaging_message_unread"),
        )


class Mail(models.Model):
    """One letter or SMS of the outbox. Personal data: address and text; a real channel's text is emptied once it was handed over."""

    class Channel(models.TextChoices):
        """Which way it goes."""

        EMAIL = "email"
        SMS = "sms"

    class State(models.TextChoices):
        """Where a letter is."""

        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"

    id = models.BigAutoField(primary_key=True)
    key = models.TextField(unique=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.EMAIL, db_default=Channel.EMAIL)
    recipient = models.TextField(default="")
    """An e-mail address; empty for an SMS."""
    number = SealedText(default="")
    """A telephone number in E.164; empty for a letter."""
    number_key = KeyedHash(of="number", kind="phone", null=True)
    template = models.TextField(default="")
    language = models.CharField(max_length=8)
    subject = SealedText(default="")
    """Empty for an SMS."""
    body = SealedText(default="")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempt_count = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    useful_until = models.DateTimeField(null=True)
    """From then on it is not worth sending any more: a code that has run out."""
    problem = models.TextField(default="")
    """What the channel said last; for operators, never for people."""

    class Meta:
        db_table = "messaging_mail"
        indexes = (
            models.Index(fields=["next_try_at"], condition=models.Q(state="queued"), name="messaging_mail_waiting"),
            models.Index(fields=["number_key"], condition=models.Q(number_key__isnull=False), name="messaging_mail_number"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(recipient="", number_key__isnull=False) | (~models.Q(recipient="") & models.Q(number_key=None)),
                name="messaging_mail_has_recipient",
            ),
            models.CheckConstraint(condition=models.Q(state__in=["queued", "sent", "failed"]), name="messaging_mail_state_known"),
            models.CheckConstraint(condition=models.Q(channel__in=["email", "sms"]), name="messaging_mail_channel_known"),
        )

    def facts(self, written_at: datetime) -> tuple[str, ...]:
        """What is recognised together with the text; none of it changes once the letter is queued."""
        return (self.channel, self.template, written_at.astimezone(UTC).isoformat(), self.recipient or self.number, self.subject)


class Recognised(NamedTuple):
    """What a message's text is compared with: how many signs it has up to the end of its code, and the digest."""

    sign_count: str
    digest: str


class MessageCode(models.Model):
    """By what one letter or SMS is recognised. Personal data: none of its own; the letter names its recipient, and is gone with it.

    The digest is sealed: whoever reads the database could otherwise try out the six digits of a one-time code.
    """

    id = models.BigAutoField(primary_key=True)
    mail = models.OneToOneField(Mail, models.CASCADE, related_name="message_code")
    code = SealedText()
    code_key = KeyedHash(of="code", kind="message_code")
    """Two SMS may share a code; the text tells them apart."""
    recognised = SealedRecord(Recognised)
    written_at = models.DateTimeField()

    class Meta:
        db_table = "messaging_message_code"
        indexes = (models.Index(fields=["code_key"], name="messaging_message_code_found"),)


class Dispatch(models.Model):
    """That one SMS was handed to one route, and what became of it there. Personal data: whether somebody's telephone was reached; as long
    as the SMS is kept.
    """

    class State(models.TextChoices):
        """What the route said to it."""

        ASKED = "asked"
        """No answer was noted: the process died meanwhile."""
        TAKEN = "taken"
        REFUSED = "refused"
        """For now."""
        REJECTED = "rejected"
        """For good: the number."""
        SILENT = "silent"
        """No answer in time; it may have been taken."""

    id = models.BigAutoField(primary_key=True)
    mail = models.ForeignKey(Mail, models.CASCADE, related_name="+")
    route = models.CharField(max_length=20)
    ref = models.CharField(max_length=32, unique=True)
    """Random; under it the route tells what became of it."""
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    at = models.DateTimeField()
    news = models.CharField(max_length=9, default="")
    """The best that the route has told (`sms_callback.News`); empty while it has told nothing."""
    reason = models.CharField(max_length=16, default="")
    """Of a failure (`sms_callback.Reason`)."""
    news_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messaging_dispatch"
        indexes = (models.Index(fields=["route", "at"], name="messaging_dispatch_lately"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "taken", "refused", "rejected", "silent"]), name="messaging_dispatch_state_known"
            ),
            models.CheckConstraint(condition=models.Q(news__in=["", "sent", "delivered", "failed"]), name="messaging_dispatch_news_known"),
        )


class Route(models.Model):
    """That an SMS route is asked last for a while because it failed often. Personal data: none."""

    name = models.CharField(max_length=20, primary_key=True)
    behind_since = models.DateTimeField()
    behind_until = models.DateTimeField()

    class Meta:
        db_table = "messaging_route"


class IncomingText(models.Model):
    """That somebody sent us an SMS; its words are not kept. Personal data: a telephone number; deleted after thirty days."""

    id = models.BigAutoField(primary_key=True)
    route = models.CharField(max_length=20)
    provider_ref = models.CharField(max_length=100)
    """The route's own number of it; the same one is heard once."""
    number = SealedText()
    number_key = KeyedHash(of="number", kind="phone", null=True)
    topic = models.CharField(max_length=10, default="")
    """What it was understood as; empty until then."""
    received_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messaging_incoming"
        indexes = (models.Index(fields=["number_key", "answered_at"], name="messaging_incoming_answered"),)
        constraints = (models.UniqueConstraint(fields=["route", "provider_ref"], name="messaging_incoming_once"),)
