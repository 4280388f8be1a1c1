"""The tax on JHT paid at once or in parts."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, rupiah
from openjmo.portals.public.calculators.answers import Answer, Calculator, Mode, Section
from openjmo.portals.public.calculators.fields import Field, Typed, yes_or_no
from openjmo.portals.shared.figures import written
from openjmo.rules import Figure, Lawbook, PastPayment, jht_tax, sentence, sheet, total_of

_MOST: Final = 5


def _compute(typed: Typed, law: Lawbook) -> Answer:
    paid: list[PastPayment] = []
    nets: list[Figure] = []
    rows: list[tuple[str, str]] = []
    codes: list[Figure] = []
    for payment in sorted(_payments(typed), key=lambda one: one.paid_on):
        found = jht_tax(
            payment.gross,
            payment.paid_on,
            earlier=paid,
            has_npwp=typed.flag("npwp"),
            other_income=typed.maybe_money("lain"),
            law=law,
        )
        paid.append(payment)
        nets.append(found.net)
        codes.append(found.is_final)
        words = gettext("Pajak final, dibayar %(day)s") if found.is_final.flag else gettext("Pajak tarif berlapis, dibayar %(day)s")
        rows.append((words % {"day": written(payment.paid_on)}, written(found.tax.money)))
    gross = Money.total(one.gross for one in paid)
    answer = total_of("tax.jht.net_total", sentence("Diterima bersih dari semua pembayaran"), nets)
    tax = gross - answer.money
    return Answer(
        figure=sheet(answer),
        title=gettext("Diterima bersih"),
        headline=rupiah(answer.money),
        text=gettext("Dari %(gross)s, pajaknya %(tax)s.") % {"gross": rupiah(gross), "tax": rupiah(tax)},
        sections=[
            Section(
                title="",
                rows=[(gettext("Sebelum pajak"), written(gross)), *rows],
                total=(gettext("Diterima bersih"), written(answer.money)),
            )
        ],
        doubts=[]
        if all(code.flag for code in codes)
        else [gettext("Pajak yang tidak final dapat dikreditkan dalam SPT Tahunan. Penghasilan lain pada tahun itu ikut menentukan.")],
    )


def _payments(typed: Typed) -> list[PastPayment]:
    found = []
    for number in range(1, _MOST + 1):
        day, gross = f"tanggal{number}", f"jumlah{number}"
        if typed.has(day) != typed.has(gross):
            raise InvalidInput(
                "Pembayaran ini baru diisi sebagian.",
                code="hitung.payment_half",
                field=gross if typed.has(day) else day,
                fix="Isi tanggal dan jumlahnya, atau kosongkan keduanya.",
            )
        if typed.has(day):
            found.append(PastPayment(paid_on=typed.day(day), gross=typed.money(gross), kind="partial_other"))
    return found


def _pair(number: int) -> list[Field]:
    is_more = number > 1
    return [
        Field(
            name=f"tanggal{number}",
            label=(
                sentence("Pembayaran pertama, tanggal"),
                sentence("Pembayaran kedua, tanggal"),
                sentence("Pembayaran ketiga, tanggal"),
                sentence("Pembayaran keempat, tanggal"),
                sentence("Pembayaran kelima, tanggal"),
            )[number - 1],
            kind="date",
            default="" if is_more else (lambda today: today.isoformat()),
            is_optional=is_more,
            is_more=is_more,
        ),
        Field(
            name=f"jumlah{number}",
            label=sentence("Jumlah sebelum pajak"),
            kind="money",
            default="" if is_more else "60.000.000",
            is_optional=is_more,
            is_more=is_more,
        ),
    ]


JHT_TAX: Final = Calculator(
    slug="jht-pajak",
    title=sentence("Pajak JHT"),
    question=sentence("Berapa pajak bila JHT diambil sekaligus atau beberapa kali?"),
    glyph="banknote",
    modes=[
        Mode(
            key="",
            label="",
            fields=[
                *_pair(1),
                *(field for number in range(2, _MOST + 1) for field in _pair(number)),
                yes_or_no("npwp", sentence("Punya NPWP, atau NIK yang sah"), default="ya", is_more=True),
                Field(
                    name="lain",
                    label=sentence("Penghasilan lain pada tahun itu"),
                    kind="money",
                    is_optional=True,
                    is_more=True,
                    hint=sentence("Hanya berpengaruh mulai tahun ketiga"),
                ),
            ],
            compute=_compute,
            fields_of_rules={"gross": "jumlah1", "payments": "tanggal1"},
        )
    ],
)
