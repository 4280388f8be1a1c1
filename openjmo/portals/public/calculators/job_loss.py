"""What JKP pays after a dismissal, whether there is a right, and by when to apply (U20)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext

from openjmo.core.errors import InvalidInput
from openjmo.core.money import rupiah
from openjmo.portals.public.calculators.answers import Answer, Calculator, Mode, Section
from openjmo.portals.public.calculators.fields import Field, Typed, yes_or_no
from openjmo.portals.shared.figures import written
from openjmo.rules import Figure, JkpFacts, Lawbook, jkp_apply_by, jkp_cash, jkp_payer, jkp_right, jkp_training, sentence, sheet

_REASONS: Final = (
    ("phk", sentence("Diberhentikan (PHK)")),
    ("pkwt_ended_early", sentence("Kontrak diputus sebelum habis")),
    ("pkwt_ended", sentence("Kontrak habis")),
    ("resign", sentence("Mengundurkan diri")),
    ("total_disability", sentence("Cacat total tetap")),
    ("retirement", sentence("Pensiun")),
)


def _compute(typed: Typed, law: Lawbook) -> Answer:
    on = typed.day("phk")
    if typed.has("lahir") != typed.has("terdaftar"):
        raise InvalidInput(
            "Usia ketika didaftarkan dihitung dari kedua tanggal ini.",
            code="hitung.registration_half",
            field="terdaftar" if typed.has("lahir") else "lahir",
            fix="Isi keduanya, atau kosongkan keduanya.",
        )
    cash = jkp_cash(typed.money("upah"), on, law=law)
    right = jkp_right(
        JkpFacts(
            phk_on=on,
            reason=typed.choice("alasan"),
            months_in_window=typed.maybe_count("iuran"),
            months_in_a_row=typed.maybe_count("berturut"),
            birth=typed.maybe_day("lahir"),
            registered_on=typed.maybe_day("terdaftar"),
            citizen=typed.maybe_flag("wni"),
            earlier_claims=typed.maybe_count("klaim"),
        ),
        law,
    )
    apply_by, training = jkp_apply_by(on, law), jkp_training(on, law)
    payer = [jkp_payer(on, arrears, law=law)] if (arrears := typed.maybe_count("tunggakan")) else []
    deadline = gettext("Ajukan paling lambat %(day)s, %(months)s bulan sejak PHK, menurut %(article)s.") % {
        "day": written(apply_by.day),
        "months": apply_by.values["months"],
        "article": apply_by.article.replace("Pasal", gettext("Pasal")),
    }
    lost = gettext("Bila semua syarat terpenuhi, uang tunainya seperti di bawah.")
    return Answer(
        figure=sheet(cash.total, apply_by, right, training, *payer),
        title=gettext("Uang tunai JKP seluruhnya") if right.flag else gettext("Hak atas JKP"),
        headline=rupiah(cash.total.money) if right.flag else gettext("Belum memenuhi syarat"),
        text=deadline if right.flag else f"{lost} {deadline}",
        sections=[
            Section(title="", rows=list(_month_rows(cash.months)), total=(gettext("Jumlah"), written(cash.total.money))),
            Section(
                title=gettext("Syarat"),
                checks=[("yes" if part.flag else "no", _words(part)) for part in right.parts]
                + [("wait", gettext(note)) for note in right.notes],
            ),
            Section(
                title=gettext("Selain uang tunai"),
                rows=[(gettext("Biaya pelatihan kerja"), written(training.money)), *((_words(one), written(one.amount)) for one in payer)],
            ),
        ],
        doubts=[gettext("Uang tunai berhenti bila Anda mendapat pekerjaan baru. Akses informasi pasar kerja diberikan selama itu.")],
    )


def _month_rows(months: tuple[Figure, ...]) -> Iterator[tuple[str, str]]:
    for number, part in enumerate(months, start=1):
        yield gettext("Bulan ke-%(number)s") % {"number": number}, written(part.money)


def _words(figure: Figure) -> str:
    values = {name: written(value) for name, value in figure.inputs}
    return gettext(figure.label) % values if values else gettext(figure.label)


JOB_LOSS: Final = Calculator(
    slug="jkp",
    title=sentence("Kehilangan pekerjaan (JKP)"),
    question=sentence("Apakah saya berhak, berapa uang tunainya, dan sampai kapan boleh mengajukan?"),
    glyph="building-2",
    modes=[
        Mode(
            key="",
            label="",
            fields=[
                Field(name="phk", label=sentence("Tanggal PHK"), kind="date", default=lambda today: today.isoformat()),
                Field(
                    name="upah",
                    label=sentence("Upah per bulan"),
                    kind="money",
                    default="6.000.000",
                    hint=sentence("Yang terakhir dilaporkan"),
                ),
                Field(name="alasan", label=sentence("Mengapa berhenti"), kind="choice", default="phk", choices=_REASONS),
                Field(
                    name="iuran",
                    label=sentence("Bulan iuran dalam 24 bulan sebelum PHK"),
                    kind="count",
                    is_optional=True,
                ),
                Field(
                    name="berturut",
                    label=sentence("Di antaranya berturut-turut sebelum PHK"),
                    kind="count",
                    is_optional=True,
                    is_more=True,
                    hint=sentence("Hanya syarat menurut aturan lama"),
                ),
                Field(name="lahir", label=sentence("Tanggal lahir"), kind="date", is_optional=True, is_more=True),
                Field(name="terdaftar", label=sentence("Didaftarkan pada"), kind="date", is_optional=True, is_more=True),
                yes_or_no("wni", sentence("Warga negara Indonesia"), default="", is_more=True),
                Field(name="klaim", label=sentence("Klaim JKP sebelumnya, berapa kali"), kind="count", is_optional=True, is_more=True),
                Field(
                    name="tunggakan",
                    label=sentence("Bulan pemberi kerja menunggak berturut-turut"),
                    kind="count",
                    is_optional=True,
                    is_more=True,
                ),
            ],
            compute=_compute,
            fields_of_rules={
                "last_wage": "upah",
                "months_in_window": "iuran",
                "months_in_a_row": "berturut",
                "earlier_claims": "klaim",
                "arrears_months": "tunggakan",
            },
        )
    ],
)
