"""The outbox: written with what it tells about, sent after, tried again, given up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils.translation import override

from openjmo.domains.messaging import actions, jobs, reads
from openjmo.domains.messaging.actions.deliver_mail import PAUSES
from openjmo.domains.messaging.mail_backend import OutboxBackend
from openjmo.domains.messaging.models import Mail

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def _queue(recipient: str = "wati@contoh.example", key: str = "k1", **changes: str) -> bool:
    texts = {"subject": "Halo", "body": "Isi surat.", "language": "id", **changes}
    return actions.queue_mail(recipient, key=key, now=NOW, **texts)


def _waiting_jobs() -> list[tuple[int, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'mail_id')::int, scheduled_at FROM procrastinate_jobs WHERE task_name = 'messaging.send_mail' ORDER BY id"
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


@pytest.mark.django_db
def test_a_letter_is_queued_with_the_job_that_sends_it() -> None:
    assert _queue(subject="Halo\nBcc: orang@lain.example")
    mail = Mail.objects.get()
    assert (mail.state, mail.subject) == ("queued", "Halo Bcc: orang@lain.example")
    assert mail.body.startswith("Isi surat.")
    assert "bukan aplikasi resmi BPJS Ketenagakerjaan" in mail.body
    assert _waiting_jobs() == [(mail.pk, NOW)]


@pytest.mark.django_db(transaction=True)
def test_letter_and_job_vanish_with_the_transaction() -> None:
    with transaction.atomic():
        _queue()
        transaction.set_rollback(True)
    assert not Mail.objects.exists()
    assert _waiting_jobs() == []


@pytest.mark.django_db
def test_the_same_key_is_the_same_letter() -> None:
    assert [_queue(), _queue(subject="Lain")] == [True, False]
    assert Mail.objects.get().subject == "Halo"
    assert len(_waiting_jobs()) == 1


@pytest.mark.django_db
def test_the_job_sends_it_once() -> None:
    _queue()
    mail_id = Mail.objects.get().pk
    jobs.send_mail(mail_id=mail_id)
    sent = reads.mail(mail_id)
    assert sent is not None
    assert (sent.state, sent.attempt_count) == ("sent", 1)
    assert "Isi surat." in sent.body
    jobs.send_mail(mail_id=mail_id)
    assert Mail.objects.get().attempt_count == 1


@pytest.mark.django_db
def test_a_letter_that_does_not_exist_is_no_trouble() -> None:
    actions.deliver_mail(0, NOW)


@pytest.mark.django_db
def test_bad_weather_is_waited_out_with_longer_and_longer_pauses_and_then_given_up() -> None:
    _queue("orang@macet.example")
    mail_id = Mail.objects.get().pk
    moment = NOW
    for number, pause in enumerate(PAUSES, start=1):
        actions.deliver_mail(mail_id, moment)
        mail = Mail.objects.get()
        assert (mail.state, mail.attempt_count, mail.next_try_at) == ("queued", number, moment + pause)
        assert _waiting_jobs()[-1] == (mail_id, mail.next_try_at)
        actions.deliver_mail(mail_id, mail.next_try_at - timedelta(seconds=1))
        assert Mail.objects.get().attempt_count == number, "not before its time"
        moment = mail.next_try_at
    actions.deliver_mail(mail_id, moment)
    mail = Mail.objects.get()
    assert (mail.state, mail.attempt_count) == ("failed", len(PAUSES) + 1)
    assert mail.problem == "451 try again later"
    assert len(_waiting_jobs()) == len(PAUSES) + 1


@pytest.mark.django_db
def test_an_address_that_will_never_take_it_is_given_up_at_once() -> None:
    _queue("orang@tidak-ada.example")
    actions.deliver_mail(Mail.objects.get().pk, NOW)
    mail = Mail.objects.get()
    assert (mail.state, mail.problem) == ("failed", "550 no such mailbox")
    assert len(_waiting_jobs()) == 1


@pytest.mark.django_db
def test_a_letter_whose_job_was_lost_gets_a_new_one() -> None:
    _queue()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert actions.deliver_waiting_mail(NOW + timedelta(minutes=9)) == 0
    assert actions.deliver_waiting_mail(NOW + timedelta(minutes=11)) == 1
    assert [mail_id for mail_id, _at in _waiting_jobs()] == [Mail.objects.get().pk]
    jobs.send_waiting_mail(timestamp=0)


@pytest.mark.django_db
def test_what_a_library_sends_lands_in_the_outbox() -> None:
    message = EmailMessage("Halo", "Isi.", "palsu@lain.example", ["a@contoh.example", "b@contoh.example"], connection=OutboxBackend())
    with override("en"):
        assert message.send() == 2
    assert list(Mail.objects.order_by("id").values_list("recipient", "language")) == [
        ("a@contoh.example", "en"),
        ("b@contoh.example", "en"),
    ]


@pytest.mark.django_db
def test_pages_newest_first() -> None:
    for number in range(3):
        _queue(key=str(number), subject=str(number))
    page = reads.mails(1, page_size=2)
    assert ([mail.subject for mail in page.mails], page.has_next) == (["2", "1"], True)
    assert [mail.subject for mail in reads.mails(2, page_size=2).mails] == ["0"]
    assert reads.mail(0) is None
