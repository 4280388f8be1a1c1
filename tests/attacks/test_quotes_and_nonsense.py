"""SQL injection and crashes by odd input: every address, every name it reads, with quotes, signs no text may have, and absurd numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponseBase
from django.test import Client

from tests.attacks.walk import World, fields_read

ODD = ("') OR 1=1 --", "\x00", "²", "99999999999999999999999", "0000-00-00", "-1")
ENDS_THE_SESSION = {"account_logout", "end_session", "end_other_sessions"}

Visit = Callable[[Client, str], HttpResponseBase]


def _broken(world: World, client: Client, visit: Visit) -> Iterator[str]:
    for address, path in world.paths():
        if address.short_name in ENDS_THE_SESSION:
            continue
        answer = visit(client, path)
        if answer.status_code >= 500 and address.short_name != "readyz":
            yield f"{address.name}: {answer.status_code}"


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_nothing_odd_in_a_query_or_a_form_breaks_a_page(world: World, odd: str) -> None:
    query, form = dict.fromkeys(fields_read("GET"), odd), dict.fromkeys(fields_read("POST"), odd)
    for client in world.everybody():
        assert list(_broken(world, client, lambda one, path: one.get(path, query))) == []
        assert list(_broken(world, client, lambda one, path: one.post(path, form))) == []


def test_nothing_odd_in_one_place_of_a_query_breaks_a_members_page(world: World) -> None:
    """One name at a time, because the first odd value may hide the next one."""
    client = world.browser(world.member_id)
    found = []
    for address, path in world.paths():
        if address.name in FILTERED:
            for name in fields_read("GET"):
                for odd in ("'\x00", "²"):
                    answer = client.get(path, {name: odd})
                    found += [f"{address.name} {name}={odd!a}"] if answer.status_code >= 500 else []
    assert found == []


FILTERED = {
    f"participant:{name}" for name in ("mutasi", "mutasi_csv", "iuran", "riwayat_iuran", "kabar", "simulasi", "klaim_coba", "saldo")
}
"""The pages that filter, sort and page a member's own rows."""


@pytest.mark.parametrize("tail", ["%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "%0d%0aSet-Cookie:x=y"])
def test_nothing_odd_in_a_path_breaks_a_page(world: World, tail: str) -> None:
    for account_id in (world.member_id, world.agent_id, world.officer_id):
        client = world.browser(account_id)
        assert list(_broken(world, client, lambda one, path: one.get(f"{path.rstrip('/')}/{tail}"))) == []
        assert list(_broken(world, client, lambda one, path: one.get(f"{path.rstrip('/').rpartition('/')[0]}/{tail}"))) == []
