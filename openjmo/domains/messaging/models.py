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
        indexes = (models.Index(fields=["next_try_at"], condition=models.Q(state="queued"), name="messaging_mail_waiting"),)
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
