"""Where an operator opens the savings to active participants only (S17): which pages stay open to the others, and why.

Off unless `OPENJMO_ACTIVE_ONLY` says so: most claims need a card that is *not* active, so the rule shuts out just those who come for their
money (X1). Even with it nobody is kept from claiming, from their data, from messages, or from learning how to become active again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from openjmo.domains.membership import reads as membership
from openjmo.domains.savings.standing import standings_of

_CLAIMING: Final = "a claim needs a card that is not active"
_DATA: Final = "the law on personal data gives it to everybody"
STAYS_OPEN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "status": "it says why, and how to become active again",
        **dict.fromkeys(("profil", "pengingat", "gabung_kartu", "gabungkan_kartu"), "another card may be the active one"),
        **dict.fromkeys(("klaim", "klaim_coba", "klaim_rincian", "klaim_tanda_terima", "rekening"), _CLAIMING),
        **dict.fromkeys(("data_saya", "data_saya_isi", "data_saya_json", "pembaca"), _DATA),
        **dict.fromkeys(
            ("pengkinian", "pengkinian_langkah", "wajah", "perbaikan", "perbaikan_satu"), "wrong data may be what is in the way"
        ),
        **dict.fromkeys(("kabar", "kabar_dibaca"), "warnings about the account are among them"),
        **dict.fromkeys(("kunci", "kunci_cabut"), "whoever gave a program a key must be able to take it back"),
        "belum": "says what is not there yet",
    }
)
"""Names of pages of the member's app."""


def sent_away(request: HttpRequest, account_id: int, today: date) -> HttpResponseRedirect | None:
    """To the status of their cards, when the page is for active participants only and none of their cards is active.

    Whoever has no card is no participant yet and is not meant.
    """
    if not settings.OPENJMO_ACTIVE_ONLY:
        return None
    page = request.resolver_match
    if page is None or page.namespace != "participant" or page.url_name in STAYS_OPEN:
        return None
    person = membership.person_for_account(account_id)
    standings = standings_of(membership.cards_of(person.id), today=today) if person else []
    if not standings or any(one.state.text != "non_active" for one in standings):
        return None
    return HttpResponseRedirect(reverse("participant:status"))
