"""The simulation: what is known of a member fills it, every field may be changed, a wrong one keeps what was typed, a goal is kept."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from openjmo.domains.membership.reads import PersonView
from openjmo.domains.savings import reads as savings
from openjmo.rules.replay import replay
from tests.domains.identity.makers import make_account
from tests.portals.participant.test_pages import signed_in, siti

__all__ = ["siti"]
pytestmark = pytest.mark.django_db(transaction=True)
SIMULATION = "/simulasi"
GOAL = {"tujuan": "500.000.000", "usia": "56", "berhenti": "56", "upah": "6.000.000", "kenaikan": "5%"}


def page(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(SIMULATION + query)
    assert answer.status_code == status
    return answer.content.decode()


def test_it_is_filled_from_the_members_own_record(siti: tuple[Client, PersonView]) -> None:
    text = page(siti[0])
    assert 'name="upah" type="text" value="6.000.000"' in text
    assert "Dari laporan Oktober 2026" in text
    assert "Pada usia 56" in text
    assert re.search(r"Rp[0-9,]+ (juta|miliar)", text)


def test_a_wrong_field_keeps_what_was_typed_and_says_what_is_accepted(siti: tuple[Client, PersonView]) -> None:
    text = page(siti[0], "?berhenti=18&kenaikan=7%25", status=400)
    assert 'value="18"' in text
    assert re.search(r"Masukkan usia antara [0-9]+ dan 56\.", text)
    assert 'value="7%"' in text
    assert "Pada usia 56" in text, "the rest is still computed"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?upah=banyak", "Tulis upah sebulan dalam rupiah"),
        ("?upah=-5", "Tulis upah sebulan dalam rupiah"),
        ("?kenaikan=lima", "Tulis persen setahun"),
        ("?kenaikan=101", "Masukkan persen setahun antara 0 dan 100."),
        ("?usia=tua", "Tulis usia dengan angka"),
        ("?usia=99", "dan 80."),
        ("?rendah=9", "harus berada di antara"),
        ("?inflasi=", "Tulis persen setahun"),
        ("?ambil=999.999.999.999", "paling banyak sebesar saldo"),
        ("?jeda_dari=2027-05", "Pilih bulan awal dan bulan akhir"),
        ("?jeda_dari=2027-05&jeda_sampai=2027-04", "Tukar kedua bulannya"),
        ("?upah=%00%0a'%22<b>", "Tulis upah sebulan dalam rupiah"),
    ],
)
def test_every_field_is_checked(siti: tuple[Client, PersonView], query: str, told: str) -> None:
    assert told in page(siti[0], query, status=400)


def test_what_ifs_lead_to_their_own_simulation(siti: tuple[Client, PersonView]) -> None:
    text = page(siti[0])
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/simulasi\?[^"]+)"', text)]
    assert len(links) >= 3
    for link in links:
        assert siti[0].get(link).status_code == 200


def test_the_figures_are_the_same_in_english(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    found = re.search(r"amount-big amount\">Rp([0-9]+) juta", page(client))
    assert found
    client.cookies["bahasa"] = "en"
    assert f"Rp{found[1]} million" in page(client)


def test_the_derivation_replays(siti: tuple[Client, PersonView]) -> None:
    answer = siti[0].get("/simulasi/rincian.json?kenaikan=3")
    result = replay(answer.content.decode())
    assert result.findings == ()
    assert json.loads(answer.content)["code"] == "projection.balance"
    assert "Saldo awal tahun" in siti[0].get("/simulasi/rincian?kenaikan=3").content.decode()


def test_a_goal_is_kept_shown_and_dropped(siti: tuple[Client, PersonView]) -> None:
    client, person = siti
    for _ in range(2):
        client.post("/simulasi/tujuan", GOAL)
    goal = savings.goal_of(person.id)
    assert goal is not None
    assert (goal.target.sen, goal.at_age) == (50_000_000_000, 56)
    text = page(client)
    assert "Rp500.000.000 pada usia 56" in text
    assert "Bila ditabung di luar JHT" in text
    client.post("/simulasi/tujuan", GOAL | {"hapus": "1"})
    assert savings.goal_of(person.id) is None


@pytest.mark.parametrize("wrong", [{"tujuan": ""}, {"tujuan": "0"}, {"tujuan": "banyak"}, {"usia": "5"}, {"tujuan": "9" * 30}])
def test_a_goal_that_is_none_is_refused(siti: tuple[Client, PersonView], wrong: dict[str, str]) -> None:
    client, person = siti
    answer = client.post("/simulasi/tujuan", GOAL | wrong, follow=True)
    assert savings.goal_of(person.id) is None
    assert "Jumlah tujuan belum benar." in answer.content.decode() or "Masukkan usia antara" in answer.content.decode()


def test_a_goal_that_is_reached_says_so(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    client.post("/simulasi/tujuan", GOAL | {"tujuan": "1.000"})
    assert "Tujuan Anda terpenuhi" in page(client)


def test_a_member_without_a_card_is_told_where_things_stand() -> None:
    client = signed_in(make_account())
    for name in ("simulasi", "aturan_lain"):
        assert client.get(reverse(f"participant:{name}")).status_code == 302
    assert client.post("/simulasi/tujuan", GOAL).status_code == 404


def test_a_history_under_the_rules_in_force_is_just_the_account(siti: tuple[Client, PersonView]) -> None:
    text = siti[0].get("/simulasi/aturan-lain?contoh=worker_rate_3").content.decode()
    assert "Ini bukan aturan yang berlaku" in text
    assert "sama dengan iuran dan hasil pengembangan di buku besar, sampai sen" in text


def test_a_draft_of_ones_own(siti: tuple[Client, PersonView]) -> None:
    draft = 'title: Contoh\nvalues:\n- {id: jht.contribution.worker_rate, value: "2.00", effective_from: 2015-07-01}\n'
    text = siti[0].post("/simulasi/aturan-lain", {"rancangan": draft}).content.decode()
    assert '<p class="amount-big amount">Rp0</p>' in text


@pytest.mark.parametrize("draft", ["nonsense", "title: A\nvalues: [{id: no.such, value: 1, effective_from: 2020-01-01}]", "a: &a [*a]"])
def test_a_draft_that_cannot_be_used_keeps_what_was_typed(siti: tuple[Client, PersonView], draft: str) -> None:
    answer = siti[0].post("/simulasi/aturan-lain", {"rancangan": draft})
    assert answer.status_code == 400
    assert draft.split("\n", maxsplit=1)[0] in answer.content.decode().replace("&amp;", "&")


def test_an_unknown_example_shows_the_choices(siti: tuple[Client, PersonView]) -> None:
    assert siti[0].get("/simulasi/aturan-lain?contoh=../../secret").status_code == 200


def test_the_jp_pension_stands_beside_it_with_its_assumption(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    text = page(client)
    assert "Pensiun bulanan (JP) kira-kira" in text
    assert "Pembayaran JP belum tercatat di sini." in text
    assert re.search(r'name="bulan_jp" type="text" value="[0-9]+"', text)
    assert "Dibayar sekali: bulan iuran belum mencapai 180" in page(client, "?berhenti=45&bulan_jp=12")
    long = page(client, "?berhenti=56&bulan_jp=100")
    assert "Sebulan pada tahun pertama." in long
    assert "belum diketahui, jadi angka ini tanpa batas itu" in long
    client.cookies["bahasa"] = "en"
    assert "Monthly pension (JP), roughly" in page(client, "?bulan_jp=100")


@pytest.mark.parametrize("typed", ["banyak", "-1", "", "999"])
def test_months_of_jp_that_cannot_be_are_refused_at_their_field(siti: tuple[Client, PersonView], typed: str) -> None:
    text = page(siti[0], f"?bulan_jp={typed}", status=400)
    assert 'id="f-bulan_jp-salah"' in text
    assert f'name="bulan_jp" type="text" value="{typed}"' in text
    assert siti[0].get(f"/simulasi/rincian-jp?bulan_jp={typed}").status_code == 302
    assert siti[0].get(f"/simulasi/rincian-jp.json?bulan_jp={typed}").status_code == 302


@pytest.mark.parametrize("query", ["bulan_jp=100", "bulan_jp=12&berhenti=45"])
def test_the_derivation_of_the_pension_replays(siti: tuple[Client, PersonView], query: str) -> None:
    client, _ = siti
    answer = client.get(f"/simulasi/rincian-jp.json?{query}")
    assert replay(answer.content.decode()).findings == ()
    assert client.get(f"/simulasi/rincian-jp?{query}").status_code == 200
    assert query.split("&", maxsplit=1)[0] in client.get(f"/simulasi/rincian-jp?{query}").content.decode()


def test_a_wrong_simulation_has_no_derivation(siti: tuple[Client, PersonView]) -> None:
    for address in ("rincian", "rincian.json", "rincian-jp", "rincian-jp.json"):
        assert siti[0].get(f"/simulasi/{address}?usia=tua").status_code == 302
