"""What representatives do, step by step, for the tests of the employer portal. Everybody in here is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openjmo.domains.identity import actions as identity
from openjmo.domains.identity.models import Account
from openjmo.domains.membership.reads import EmployerView
from tests.desk import show_more
from tests.domains.identity.makers import make_account


def representative(*employers: EmployerView, email: str = "wakil@contoh.example", language: str = "id") -> Client:
    """A browser signed in for somebody who acts for these employers."""
    account_id = make_account(email, kind="employer", full_name="Wakil Contoh")
    for employer in employers:
        identity.represent(account_id, employer.ref, date(2020, 1, 1))
    return signed_in(account_id, language)


def signed_in(account_id: int, language: str = "id") -> Client:
    """A browser of that account."""
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    client.cookies["bahasa"] = language
    return client


def signed_in_officer(account_id: int, language: str = "id") -> Client:
    """The same, where more than the password was shown, as the desk wants."""
    client = signed_in(account_id, language)
    show_more(client)
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    """The page's text; the status must be right."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def upload(client: Client, employer: EmployerView, content: bytes, month: str = "2026-10", name: str = "laporan.csv") -> Any:  # noqa: ANN401 - the test client's own response
    """Send the form."""
    file = SimpleUploadedFile(name, content)
    return client.post(f"/pemberi-kerja/{employer.ref}/unggah", {"bulan": month, "berkas": file})
