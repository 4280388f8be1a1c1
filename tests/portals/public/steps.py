"""What visitors do, step by step, for the tests of the public portal. Everybody in here is invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openjmo.domains.identity.models import Session
from openjmo.domains.identity.terms import VERSION
from openjmo.domains.messaging.models import Mail

PASSWORD = "Tangga-Biru-7"
OTHER_PASSWORD = "Kolam-Hijau-3"
NIK = "3507042609850000"


def typed(**changes: str) -> dict[str, str]:
    """A registration without a mistake, with these fields changed; an empty one is left out."""
    fields = {
        "nik": NIK,
        "card_number": "12345678901",
        "mother_name": "",
        "full_name": "Siti Contoh",
        "phone": "0812 3456 7890",
        "email": "siti@contoh.example",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "terms": "1",
        "terms_version": VERSION,
    }
    return {name: value for name, value in {**fields, **changes}.items() if value}


def register(client: Client, **changes: str) -> Any:  # noqa: ANN401 - the test client's own response
    """Send the registration form."""
    return client.post("/daftar", typed(**changes))


def letters(email: str = "siti@contoh.example") -> list[Mail]:
    """Letters to an address, oldest first; without notices of locks, and those about a new device, which every further browser brings."""
    found = Mail.objects.filter(recipient=email).exclude(template="new_device").exclude(template__startswith="protection_")
    return list(found.order_by("id"))


def link_in(letter: Mail) -> str:
    """The path of the one link of a letter."""
    (found,) = re.findall(r"https?://[^/\s]+(/\S+)", letter.body)
    return str(found)


def make_member(email: str = "siti@contoh.example", **changes: str) -> None:
    """Register and activate in a browser of its own."""
    other = Client()
    assert register(other, email=email, **changes).status_code == 302
    assert other.post(link_in(letters(email)[-1])).status_code == 302


def sign_in(client: Client, email: str = "siti@contoh.example", password: str = PASSWORD, **more: str) -> Any:  # noqa: ANN401
    """Send the sign-in form."""
    return client.post("/masuk", {"login": email, "password": password, **more})


def minutes_pass() -> None:
    """All counters of attempts run out."""
    cache.clear()


def is_signed_in(client: Client) -> bool:
    """The page for changing a password opens for the signed-in only."""
    return client.get("/ganti-sandi").status_code == 200


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL of the block, without savepoints (a request is a transaction)."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]


def proof_grows_old(minutes: int = 6) -> None:
    """Whatever was proved in any session was proved so many minutes earlier."""
    for row in Session.objects.all():
        if "proved" in row.data:
            way, at = row.data["proved"]
            row.data["proved"] = [way, (datetime.fromisoformat(at) - timedelta(minutes=minutes)).isoformat()]
            row.save()
