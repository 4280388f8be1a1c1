"""Who the fund says I am, my cards, my language and reminders, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from openjmo.core.ids import Nik, Phone
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions.set_preferences import set_remind_monthly
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CardView
from openjmo.domains.messaging.reads import offers_sms
from openjmo.domains.savings.standing import standings_of
from openjmo.platform.dates import date_filters
from openjmo.portals.participant.cards import label_of
from openjmo.portals.participant.visit import Visit, member_page


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the register or the account; `is_verified` is None where that is no question."""

    label: str
    value: str
    is_verified: bool | None = None


@dataclass(frozen=True, slots=True)
class CardWords:
    """One card with its state and span."""

    card_label: str
    employer: str
    segment: str
    programmes: str
    status: str
    """One of `rules.membership_state.STATES`, or merged."""
    since_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder to switch on or off."""

    name: str
    label: str
    hint: str
    on: bool


@dataclass(frozen=True, slots=True)
class Door:
    """A way to something about the account's safety."""

    label: str
    detail: str
    href: str
    icon: str


@require_safe
@member_page
def profil(visit: Visit) -> HttpResponseBase:
    """The page."""
    cards = membership.cards_of(visit.person.id) if visit.person else []
    return visit.page(
        "profil",
        identity=_facts(visit),
        waiting=identity.waiting_email_change(visit.account.id, visit.now),
        correction=membership.correction_of(visit.account.id),
        correction_href=reverse("participant:perbaikan") if visit.person else reverse("participant:gabung_kartu"),
        memberships=_cards(cards, visit.today),
        can_merge=len(cards) > 1,
        reminders=[
            Reminder(
                "cek_saldo",
                gettext("Ingatkan saya memeriksa saldo setiap bulan"),
                gettext("Satu kabar dan satu e-mail sesudah tanggal jatuh tempo iuran."),
                visit.account.remind_monthly,
            )
        ],
        reminders_href=reverse("participant:pengingat"),
        security_links=_doors(visit),
        sign_out_href=reverse("account_logout"),
    )


def _doors(visit: Visit) -> list[Door]:
    doors = [
        *_identity_doors(visit),
        Door(
            gettext("Keamanan akun"),
            gettext("Sidik jari atau wajah, perangkat, dan siapa yang masuk"),
            reverse("security"),
            "lock-keyhole",
        ),
        Door(
            gettext("Ganti kata sandi"),
            gettext("Perangkat lain akan keluar dari akun"),
            reverse("account_change_password"),
            "shield-check",
        ),
        Door(gettext("Ganti alamat e-mail"), gettext("Alamat untuk masuk"), reverse("change_email"), "mail"),
        Door(gettext("Kunci akses"), gettext("Program yang boleh membaca saldo Anda"), reverse("participant:kunci"), "key-round"),
        Door(gettext("Data saya"), gettext("Semua yang kami simpan, dan hak Anda atasnya"), reverse("participant:data_saya"), "file-text"),
        Door(gettext("Siapa membuka data saya"), gettext("Petugas, pemberi kerja, program Anda"), reverse("participant:pembaca"), "eye"),
    ]
    if visit.person is not None:
        payout = Door(gettext("Rekening pembayaran"), gettext("Ke mana uang Anda dibayarkan"), reverse("participant:rekening"), "banknote")
        doors.insert(2, payout)
    if offers_sms():
        phone = Door(gettext("Ganti nomor HP"), gettext("Untuk kode dan pemberitahuan"), reverse("change_phone"), "smartphone")
        doors.append(phone)
    if visit.account.phone and not visit.account.phone_is_verified and offers_sms():
        doors.append(
            Door(
                gettext("Verifikasi nomor HP"),
                gettext("Supaya kata sandi baru bisa dibuat lewat SMS"),
                reverse("verify_phone"),
                "smartphone",
            )
        )
    return doors


def _identity_doors(visit: Visit) -> list[Door]:
    if visit.person is None:
        return []
    return [
        Door(
            gettext("Pengkinian data"),
            gettext("Alamat, kontak darurat, dan pencocokan dengan daftar penduduk"),
            reverse("participant:pengkinian"),
            "id-card",
        ),
        Door(
            gettext("Pemeriksaan wajah"),
            gettext("Di loket, lewat panggilan video, atau swafoto"),
            reverse("participant:wajah"),
            "scan-face",
        ),
    ]


def _facts(visit: Visit) -> list[Fact]:
    phone = Fact(gettext("Nomor HP"), Phone(visit.account.phone).masked, is_verified=visit.account.phone_is_verified)
    facts = [Fact(gettext("E-mail"), visit.account.email), phone]
    if visit.person is None:
        return [*facts, Fact(gettext("Kepesertaan"), gettext("sedang dicocokkan"))]
    words = date_filters(get_language() or "id")
    return [
        Fact(gettext("Nama"), visit.person.full_name),
        Fact("NIK", Nik(visit.person.nik).masked),
        Fact(gettext("Tanggal lahir"), words["tanggal_panjang"](visit.person.birth_date)),
        *facts,
    ]


def _cards(cards: list[CardView], today: date) -> list[CardWords]:
    states = {one.card.id: one.state.text for one in standings_of(cards, today=today)}
    return [_card(card, states.get(card.id, "merged")) for card in cards]


def _card(card: CardView, status: str) -> CardWords:
    newest = card.employments[0] if card.employments else None
    return CardWords(
        card_label=label_of(card),
        employer=newest.employer_name if newest else card.employer_name,
        segment=gettext("Penerima upah (PU)"),
        programmes="JHT",
        status=status,
        since_on=min((work.started_on for work in card.employments), default=card.opened_on),
        until_on=None if card.is_active or newest is None else newest.ended_on,
    )


@require_POST
@member_page
def pengingat(visit: Visit) -> HttpResponseBase:
    """Save the reminders (S42)."""
    set_remind_monthly(visit.account.id, remind="cek_saldo" in visit.request.POST)
    messages.success(visit.request, gettext("Pengingat disimpan."))
    return HttpResponseRedirect(reverse("participant:profil"))
