"""Mass assignment: every form is sent with a field for every column of the account, and registration too; none of them is taken."""

from __future__ import annotations

import pytest
from django.test import Client

from openjmo.domains.identity.models import Account
from openjmo.domains.support import reads as support
from tests.attacks.walk import World
from tests.portals.public.steps import typed

FORGED = {"kind": "operator", "is_staff": "1", "is_superuser": "1", "is_active": "0", "verified_phone": "+6280000000000", "asks_code": "1"}
KEPT = ("ref", "kind", "email", "password", "phone", "verified_phone", "full_name", "asks_code")
ENDS_THE_SESSION = {"account_logout", "end_session", "end_other_sessions"}


def _columns() -> dict[str, str]:
    return {field.name: "1" for field in Account._meta.concrete_fields if not field.primary_key} | FORGED


def test_no_form_of_a_member_changes_a_column_it_does_not_ask_for(world: World) -> None:
    client = world.browser(world.member_id)
    before = Account.objects.values(*KEPT).get(id=world.member_id)
    officers = support.officers()
    for address, path in world.paths():
        if address.short_name not in ENDS_THE_SESSION:
            client.post(path, _columns())
    assert Account.objects.values(*KEPT).get(id=world.member_id) == before
    assert support.officers() == officers
    assert client.get("/jht").status_code == 200


@pytest.mark.django_db
def test_whoever_registers_becomes_a_member_and_nothing_else() -> None:
    assert Client().post("/daftar", _columns() | typed(email="baru@contoh.example")).status_code == 302
    made = Account.objects.get(email="baru@contoh.example")
    assert made.kind == "participant"
    assert made.verified_phone == ""
    assert not made.asks_code
