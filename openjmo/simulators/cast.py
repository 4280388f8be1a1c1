"""The fixed cast of the demonstration: a few made-up people and two firms whose stories the screens are shown with.

| who | story |
|---|---|
| Siti Rahmawati | account; two cards (PT Nusantara Jaya until 2022, PT Karya Bahari since); newest month overdue, one unpaid (a ticket) |
| Budi | one name, account; resigned from PT Karya Bahari eight months before the end; a card of his stands under a mistyped NIK |
| Dewi Anggraini | in the register with a card and without an account: for trying to register |
| Joko | account, waiting: what was typed differs from the register, so a correction request is open |
| Rina Kusuma | signs in for PT Karya Bahari |
| Hendra Wijaya | signs in for PT Nusantara Jaya |
| Ratna Puspita | officer with every task: Siti's ticket, Budi's missing card and Joko's registration wait for her |
| Bagus Wibowo | officer for differing figures and identity checks only: opens anything else in emergency, which Ratna then sees |

Siti has a trusted person, her sister Sari. Neither firm has reported the last month, so that both can upload a file for it. PT Karya
Bahari owes an older month: a bill to pay.
Everybody's password is the same and is printed; none of this is loaded in production.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from openjmo.core.periods import Month
from openjmo.domains.support.tasks import Task
from openjmo.simulators.careers import Job, MadeUpPerson
from openjmo.simulators.employers import Habit, MadeUpEmployer

PASSWORD: Final = "Coba-Dulu-2026"  # noqa: S105 - made up, printed, refused in production

NUSANTARA_JAYA: Final = "NJ200226"
KARYA_BAHARI: Final = "KB100117"

SITI: Final = MadeUpPerson("3578015203909999", "Siti Rahmawati", date(1990, 3, 12), "P", "Aminah")
BUDI: Final = MadeUpPerson("3578020407850000", "Budi", date(1985, 7, 4), "L", "Sumiati")
BUDI_MISTYPED: Final = MadeUpPerson("3578030407850000", "Budi", date(1985, 7, 4), "L", "Sumiati")
"""Budi as PT Nusantara Jaya reported him: the sixth digit of the NIK is wrong."""
DEWI: Final = MadeUpPerson("3275016111969999", "Dewi Anggraini", date(1996, 11, 21), "P", "Sulastri")
JOKO: Final = MadeUpPerson("3275021701880000", "Joko Prasetyo Utomo", date(1988, 1, 17), "L", "Kartini")

TRUSTED_NAME: Final = "Sari Rahmawati"
TRUSTED_EMAIL: Final = "sari@contoh.example"

SITI_OLD_CARD: Final = "15031774471"
SITI_NEW_CARD: Final = "22080119026"
BUDI_CARD: Final = "12040210385"
BUDI_LOST_CARD: Final = "24061570338"
DEWI_CARD: Final = "21030550117"
JOKO_CARD: Final = "18091160742"

_SITI_LEFT: Final = date(2022, 6, 30)
_SITI_JOINED: Final = date(2022, 8, 1)
_BUDI_LEFT_BEFORE_END: Final = 8
"""Months."""
UNPAID_BEFORE_END: Final = 2
_BUDI_ASIDE: Final = (20, 14)
"""First and last month of his work on the side, before the end."""

NUMBERS: Final = frozenset(
    {NUSANTARA_JAYA, KARYA_BAHARI}
    | {person.nik for person in (SITI, BUDI, BUDI_MISTYPED, DEWI, JOKO)}
    | {SITI_OLD_CARD, SITI_NEW_CARD, BUDI_CARD, BUDI_LOST_CARD, DEWI_CARD, JOKO_CARD}
)
"""Taken: the others get none of these."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """An account of the cast. `typed_name` is what was typed at registration where it differs from the register."""

    email: str
    full_name: str
    phone: str
    shows: str
    person: MadeUpPerson | None = None
    card_number: str = ""
    employer: str = ""
    """NPP of the firm it acts for."""
    tasks: frozenset[Task] = frozenset()
    """What an officer is there for; empty for everybody else."""


ACCOUNTS: Final = (
    Applicant(
        "siti@contoh.example",
        "Siti Rahmawati",
        "+6281200000001",
        "peserta: dua kartu, satu bulan belum dilaporkan, satu belum dibayar; punya orang tepercaya",
        SITI,
        SITI_NEW_CARD,
    ),
    Applicant("budi@contoh.example", "Budi", "+6281200000002", "peserta yang sudah berhenti bekerja, kartu tidak aktif", BUDI, BUDI_CARD),
    Applicant("joko@contoh.example", "Joko Prasetya", "+6281200000003", "baru mendaftar, datanya sedang kami cocokkan", JOKO, JOKO_CARD),
    Applicant("rina@contoh.example", "Rina Kusuma", "+6281200000004", "pemberi kerja PT Karya Bahari", employer=KARYA_BAHARI),
    Applicant("hendra@contoh.example", "Hendra Wijaya", "+6281200000005", "pemberi kerja PT Nusantara Jaya", employer=NUSANTARA_JAYA),
    Applicant(
        "ratna@contoh.example",
        "Ratna Puspita",
        "+6281200000006",
        "petugas: menjawab permintaan peserta; kode autentikatornya di /surat/",
        tasks=frozenset(Task),
    ),
    Applicant(
        "bagus@contoh.example",
        "Bagus Wibowo",
        "+6281200000007",
        "petugas dengan dua tugas saja: angka berbeda dan pemeriksaan identitas; kodenya sama",
        tasks=frozenset({Task.DIFFERENCES, Task.IDENTITY}),
    ),
)


def employers(until: Month) -> tuple[MadeUpEmployer, ...]:
    """The two firms; `until` is the last contribution month, which neither has reported."""
    return (
        MadeUpEmployer(NUSANTARA_JAYA, "PT Nusantara Jaya", "C", "32", 60_000, Habit.PUNCTUAL, silent_months=frozenset({until})),
        MadeUpEmployer(
            KARYA_BAHARI,
            "PT Karya Bahari",
            "C",
            "35",
            40_000,
            Habit.PUNCTUAL,
            silent_months=frozenset({until}),
            unpaid_months=frozenset({until.plus(-UNPAID_BEFORE_END)}),
        ),
    )


def jobs(until: Month) -> tuple[Job, ...]:
    """The cast at work; employers by their place in `employers`."""
    budi_left = until.plus(-_BUDI_LEFT_BEFORE_END).last_day
    return (
        Job(SITI, 0, SITI_OLD_CARD, date(2015, 3, 2), _SITI_LEFT, "resign", 2_000),
        Job(SITI, 1, SITI_NEW_CARD, _SITI_JOINED, None, "", 2_358),
        Job(BUDI, 1, BUDI_CARD, date(2012, 4, 2), budi_left, "resign", 1_450),
        Job(BUDI_MISTYPED, 0, BUDI_LOST_CARD, until.plus(-_BUDI_ASIDE[0]).first_day, until.plus(-_BUDI_ASIDE[1]).last_day, "resign", 1_050),
        Job(DEWI, 0, DEWI_CARD, date(2021, 3, 8), None, "", 1_600),
        Job(JOKO, 0, JOKO_CARD, date(2018, 9, 3), None, "", 1_300),
    )
