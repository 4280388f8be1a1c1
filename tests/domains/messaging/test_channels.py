"""Every e-mail channel keeps the same contract: taken over, refused for good, refused for now. SMTP speaks to a real socket."""

import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from openjmo.core.errors import Trouble
from openjmo.domains.messaging.actions import deliver_mail, queue_mail
from openjmo.domains.messaging.channels.email import Letter, channel
from openjmo.domains.messaging.models import Mail
from tests.domains.messaging.test_mail import NOW

RECEIVED: list[str] = []


class _PostOffice(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as one letter needs, with the same two bad addresses as the pretend channel."""

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].upper()
            if verb.startswith("RCPT TO"):
                refusal = "550 no such mailbox" if "tidak-ada" in line else "451 try again later" if "macet" in line else "250 ok"
                self._say(refusal)
            elif verb == "DATA":
                self._say("354 go on")
                RECEIVED.append(self._text())
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _text(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        return "\n".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def post_office(settings: Any) -> Iterator[None]:  # noqa: ANN401 - pytest-django's own object
    RECEIVED.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _PostOffice) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = str(server.server_address[0]), int(server.server_address[1])
        yield
        server.shutdown()
        thread.join()


@pytest.fixture(params=["pretend", "smtp"])
def any_channel(request: pytest.FixtureRequest, settings: Any, post_office: None) -> str:  # noqa: ANN401
    del post_office
    settings.OPENJMO_MAIL_CHANNEL = request.param
    return str(request.param)


@pytest.mark.usefixtures("any_channel")
def test_a_good_letter_is_taken_over() -> None:
    channel().send(Letter("wati@contoh.example", "Halo", "Isi"))


@pytest.mark.usefixtures("any_channel")
@pytest.mark.parametrize(("domain", "is_permanent"), [("tidak-ada.example", True), ("macet.example", False)])
def test_a_refusal_says_whether_trying_again_helps(domain: str, is_permanent: bool) -> None:  # noqa: FBT001 - a parameter of the test
    with pytest.raises(Trouble) as caught:
        channel().send(Letter(f"orang@{domain}", "Halo", "Isi"))
    assert caught.value.permanent is is_permanent


@pytest.mark.usefixtures("post_office")
def test_smtp_carries_plain_text_from_our_address(settings: Any) -> None:  # noqa: ANN401
    settings.OPENJMO_MAIL_CHANNEL = "smtp"
    channel().send(Letter("wati@contoh.example", "Halo", "Isi surat"))
    (text,) = RECEIVED
    assert "From: OpenJMO <" in text
    assert "Auto-Submitted: auto-generated" in text
    assert "Content-Type: text/plain" in text
    assert "Isi surat" in text


def test_a_server_that_is_not_there_is_weather(settings: Any) -> None:  # noqa: ANN401
    settings.OPENJMO_MAIL_CHANNEL, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", 1
    with pytest.raises(Trouble) as caught:
        channel().send(Letter("wati@contoh.example", "Halo", "Isi"))
    assert not caught.value.permanent


def test_an_unknown_channel_is_refused(settings: Any) -> None:  # noqa: ANN401
    settings.OPENJMO_MAIL_CHANNEL = "pigeon"
    with pytest.raises(ValueError, match="pigeon"):
        channel()


@pytest.mark.django_db
def test_only_the_pretend_channel_leaves_the_text_in_the_outbox(any_channel: str) -> None:
    queue_mail("wati@contoh.example", subject="Halo", body="Rahasia sekali pakai", language="id", key="k", now=NOW)
    mail_id = Mail.objects.get().pk
    deliver_mail(mail_id, NOW)
    mail = Mail.objects.get()
    assert mail.state == "sent"
    assert bool(mail.body) is (any_channel == "pretend")
