"""Messages inside the app: one, ten thousand, whose, in which language, read."""

import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from openjmo.domains.messaging import actions, reads, wording
from openjmo.domains.messaging.models import Message

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
WATI = "person:PS-0000-0001-0"
ADI = "person:PS-0000-0002-0"

wording.declare(
    "test_received",
    title="Iuran %(paid_month)s diterima",
    body="%(name)s, iuran %(paid_sen)s dari %(employer)s masuk pada %(paid_on)s.",
)
VALUES = {"paid_month": "2026-10", "name": "Wati", "paid_sen": 28_500_000, "employer": "PT 100% Contoh", "paid_on": "2026-11-15"}


def test_a_message_is_put_into_words_when_it_is_read() -> None:
    actions.notify(WATI, "test_received", VALUES, topic="contributions", about="BR-1")
    (message,) = reads.messages_for([WATI]).messages
    assert (message.topic, message.about, message.read_at) == ("contributions", "BR-1", None)
    assert message.title == "Iuran Oktober 2026 diterima"
    assert message.body == "Wati, iuran Rp285.000 dari PT 100% Contoh masuk pada 15 November 2026."
    with override("en"):
        (message,) = reads.messages_for([WATI]).messages
    assert "October 2026" in message.title


def test_ten_thousand_take_one_statement_and_little_time() -> None:
    query = (
        "SELECT 'person:PS-' || n, jsonb_build_object('name', 'Pekerja ' || n, 'paid_sen', n), 'BR-' || n "
        "FROM generate_series(%s::int, %s::int) AS n"
    )
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        assert actions.notify_many(query, [1, 10_000], "contributions", "test_received", key="BR-1") == 10_000
    assert len(asked) == 1
    assert time.perf_counter() - began < 5
    assert Message.objects.values("ref").distinct().count() == 10_000
    assert actions.notify_many(query, [1, 10_001], "contributions", "test_received", key="BR-1") == 1, (
        "a repetition adds only who was missing"
    )


def test_named_places_work_and_a_percent_sign_is_safe() -> None:
    count = actions.notify_many("SELECT %(who)s::text, '{}'::jsonb, ''", {"who": WATI}, "100% ' topic", "test_received", key="a%sb")
    assert count == 1
    row = Message.objects.get()
    assert (row.topic, row.key) == ("100% ' topic", "a%sb")


def test_the_same_key_is_the_same_message_for_one_recipient() -> None:
    for recipient in (WATI, WATI, ADI):
        actions.notify(recipient, "test_received", VALUES, topic="contributions", key="receipt:1")
    assert sorted(Message.objects.values_list("recipient", flat=True)) == [WATI, ADI]
    for _ in range(2):
        actions.notify(WATI, "test_received", VALUES, topic="contributions")
    assert Message.objects.filter(recipient=WATI).count() == 3


def test_nobody_sees_or_opens_the_messages_of_another() -> None:
    actions.notify(WATI, "test_received", VALUES, topic="contributions")
    (message,) = reads.messages_for([WATI]).messages
    assert reads.messages_for([ADI]).messages == ()
    assert reads.messages_for([]).messages == ()
    assert actions.mark_read([ADI], NOW, refs=[message.ref]) == 0
    assert reads.unread_count([WATI]) == 1


def test_one_account_reads_what_was_sent_to_its_person_before() -> None:
    actions.notify(WATI, "test_received", VALUES, topic="contributions")
    actions.notify("account:AK-1", "test_received", VALUES, topic="membership")
    assert [message.topic for message in reads.messages_for([WATI, "account:AK-1"]).messages] == ["membership", "contributions"]


def test_opening_one_or_all() -> None:
    for _ in range(3):
        actions.notify(WATI, "test_received", VALUES, topic="contributions")
    newest = reads.messages_for([WATI]).messages[0]
    assert actions.mark_read([WATI], NOW, refs=[newest.ref]) == 1
    assert actions.mark_read([WATI], NOW, refs=[newest.ref, uuid4()]) == 0
    assert reads.unread_count([WATI]) == 2
    assert [message.read_at for message in reads.messages_for([WATI]).messages] == [NOW, None, None]
    assert actions.mark_read([WATI], NOW) == 2


def test_pages() -> None:
    for number in range(5):
        actions.notify(WATI, "test_received", VALUES, topic=str(number))
    first = reads.messages_for([WATI], 1, page_size=2)
    last = reads.messages_for([WATI], 3, page_size=2)
    assert ([message.topic for message in first.messages], first.has_next) == (["4", "3"], True)
    assert ([message.topic for message in last.messages], last.has_next) == (["0"], False)
    assert reads.messages_for([WATI], 0, page_size=2) == first


def test_a_forgotten_template_or_value_does_not_close_the_list() -> None:
    actions.notify(WATI, "no_longer_known", {}, topic="x")
    actions.notify(WATI, "test_received", {"name": "Wati"}, topic="x")
    assert [message.title for message in reads.messages_for([WATI]).messages] == ["Kabar untuk Anda"] * 2


def test_a_template_has_one_wording() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        wording.declare("test_received", title="lain", body="lain")
    assert wording.is_declared("test_received")
    assert not wording.is_declared("no_longer_known")


@pytest.mark.usefixtures("as_app_role")
def test_the_running_system_may_do_all_this() -> None:
    actions.notify(WATI, "test_received", VALUES, topic="contributions")
    assert actions.mark_read([WATI], NOW) == 1
