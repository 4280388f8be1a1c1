"""SMS: the contract of its channels, and how a text goes through the same outbox as letters."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from openjmo.core.errors import Trouble
from openjmo.domains.messaging import actions, reads
from openjmo.domains.messaging.channels.sms import Text, channel
from openjmo.domains.messaging.models import Mail
from tests.domains.messaging.test_mail import NOW

NUMBER = "+6281200000001"


def _queue(recipient: str = NUMBER, *, useful_until: datetime | None = None, body: str = "OpenJMO: halo.") -> bool:
    return actions.queue_sms(recipient, body=body, language="id", key="k1", now=NOW, useful_until=useful_until)


@pytest.mark.django_db
def test_a_good_text_is_taken_over() -> None:
    channel("utama").send(Text(NUMBER, "Halo", "r1"))


@pytest.mark.parametrize(("number", "is_permanent"), [("+628120000404", True), ("+628120000503", False)])
def test_a_refusal_says_whether_trying_again_helps(number: str, is_permanent: bool) -> None:  # noqa: FBT001 - a parameter of the test
    with pytest.raises(Trouble) as caught:
        channel("utama").send(Text(number, "Halo", "r1"))
    assert caught.value.permanent is is_permanent


def test_an_unknown_channel_is_refused(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    settings.OPENJMO_SMS_CHANNEL = "pigeon"
    with pytest.raises(ValueError, match="pigeon"):
        channel("utama")


@pytest.mark.django_db
def test_a_text_is_queued_once_and_sent() -> None:
    assert _queue()
    assert not _queue()
    mail = Mail.objects.get()
    assert (mail.channel, mail.subject, mail.state) == ("sms", "", "queued")
    actions.deliver_mail(mail.pk, NOW)
    (shown,) = reads.mails().mails
    assert (shown.channel, shown.state, shown.body.partition("\n")[0]) == ("sms", "sent", "OpenJMO: halo.")


@pytest.mark.django_db
def test_bad_weather_is_waited_for_and_a_wrong_number_is_given_up() -> None:
    _queue("+628120000503")
    mail_id = Mail.objects.get().pk
    actions.deliver_mail(mail_id, NOW)
    assert (Mail.objects.get().state, Mail.objects.get().problem) == ("queued", "network is congested")
    Mail.objects.update(number="+628120000404")
    actions.deliver_mail(mail_id, NOW + timedelta(minutes=1))
    assert Mail.objects.get().state == "failed"


@pytest.mark.django_db
def test_what_would_come_too_late_is_not_sent() -> None:
    _queue(useful_until=NOW + timedelta(minutes=10))
    mail_id = Mail.objects.get().pk
    actions.deliver_mail(mail_id, NOW + timedelta(minutes=10))
    assert (Mail.objects.get().state, Mail.objects.get().problem) == ("failed", "it would come too late")


@pytest.mark.django_db
def test_nothing_is_queued_where_sms_is_not_offered(settings: Any) -> None:  # noqa: ANN401
    settings.OPENJMO_SMS_CHANNEL = ""
    assert not reads.offers_sms()
    assert not _queue()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(("chosen", "is_taken"), [(None, True), ("", True), ("pretend", False), ("pigeon", False)])
def test_production_takes_no_pretended_channel(chosen: str | None, is_taken: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Whoever waits for a code there would wait in vain."""
    environment = {
        **os.environ,
        "OPENJMO_ENV": "production",
        "OPENJMO_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-s",
        "OPENJMO_FIELD_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-f",
        "OPENJMO_HOSTS": "contoh.example",
        "OPENJMO_MAIL_FROM": "kabar@contoh.example",
        "OPENJMO_CONTACT": "0800 0000 0000",
        "DATABASE_URL": "postgresql://nobody@localhost/nothing",
        **({} if chosen is None else {"OPENJMO_SMS_CHANNEL": chosen}),
    }
    code = "from openjmo.settings import OPENJMO_SMS_CHANNEL; print(repr(OPENJMO_SMS_CHANNEL))"
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (told.stdout.strip() == "''") is is_taken
    assert ("OPENJMO_SMS_CHANNEL is" in told.stderr) is not is_taken


@pytest.mark.django_db
def test_a_text_waits_while_the_channel_is_taken_away(settings: Any) -> None:  # noqa: ANN401
    _queue()
    settings.OPENJMO_SMS_CHANNEL = ""
    actions.deliver_mail(Mail.objects.get().pk, NOW)
    assert Mail.objects.get().state == "queued"


@pytest.mark.parametrize("body", ["Buka https://contoh.example", "Buka www.contoh.example", "Buka openjmo.id/x"])
def test_no_text_carries_a_link(body: str) -> None:
    with pytest.raises(ValueError, match="link"):
        _queue(body=body)


@pytest.mark.django_db
def test_the_database_knows_two_channels() -> None:
    _queue()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.update(channel="pigeon")
