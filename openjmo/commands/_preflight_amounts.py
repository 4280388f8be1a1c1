"""How `openjmo preflight` writes amounts: per worker as JSON lines or CSV, and the sums of the file. Whole sen everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import IO, Final

from openjmo.core.money import Money, rupiah
from openjmo.rules.contribution_calculator import ContributionSplit
from openjmo.rules.derivation import sentence
from openjmo.rules.wage_amounts import RowAmounts, Tally, WageAmounts
from openjmo.rules.wage_rows import CheckedRow
from openjmo.rules.wage_words import Programme

Translate = Callable[[str], str]
SHARES: Final[dict[Programme, tuple[str, ...]]] = {
    "JHT": ("worker", "employer"),
    "JP": ("worker", "employer"),
    "JKK": ("employer",),
    "JKM": ("employer",),
    "JKP": ("government", "from_jkk", "from_jkm"),
}
"""The shares of each programme, in the order of `ContributionSplit`; JKP's are in nobody's bill."""
_PAID: Final = 6
"""So many shares of a split are paid by somebody."""
CSV_HEADING: Final = ("line", "wage_sen", *(f"{name}_sen" for name in ContributionSplit._fields), "worker_sen", "employer_sen", "note")
_PENSION_AGE: Final = sentence("Usia pensiun %(years)s tahun (%(span)s) sudah tercapai, jadi tidak ada iuran JP.")


class AmountsWriter:
    """Writes each accepted row's amounts as it passes, so that memory does not grow; either target may be missing."""

    def __init__(self, amounts: WageAmounts, translate: Translate, json_lines: IO[str] | None, csv_file: IO[str] | None) -> None:
        self._amounts = amounts
        self._translate = translate
        self._json_lines = json_lines
        self._csv_file = csv_file
        if csv_file is not None:
            csv_file.write("\ufeff" + ";".join(CSV_HEADING) + "\r\n")

    def write(self, row: CheckedRow, found: RowAmounts) -> None:
        """One row."""
        note = self._note(row) if found.pension_age_reached else ""
        jkk_is_known = self._amounts.jkk_is_known
        if self._json_lines is not None:
            notes = json.dumps([{"code": "pension_age_reached", "message": note}], ensure_ascii=False) if note else "[]"
            template = _json_template(found.programmes, jkk_is_known=jkk_is_known)
            self._json_lines.write(template % (found.line, found.wage_sen, *found.split, notes))
        if self._csv_file is not None:
            template = _csv_template(found.programmes, jkk_is_known=jkk_is_known)
            self._csv_file.write(template % (found.line, found.wage_sen, *found.split, *paid(found.split), note))

    def _note(self, row: CheckedRow) -> str:
        age = self._amounts.pension_age_of(row.birth_date)
        return self._translate(_PENSION_AGE) % {"years": age.years, "span": age.span}


def paid(split: ContributionSplit) -> tuple[int, int]:
    """What worker and employer pay together for all programmes, in sen."""
    worker = split.jht_worker + split.jp_worker
    return worker, sum(split[:_PAID]) - worker


def _has_meaning(programme: Programme, programmes: tuple[Programme, ...], *, jkk_is_known: bool) -> bool:
    """Whether the amounts of a programme mean something for a row: it applies, and for JKK the class of risk is known."""
    return programme in programmes and (programme != "JKK" or jkk_is_known)


@lru_cache(maxsize=256)
def _csv_template(programmes: tuple[Programme, ...], *, jkk_is_known: bool) -> str:
    """One worker's line with places for line, wage, the shares, the two sums and the note; what has no meaning stays empty."""
    shares = [
        "%d" if _has_meaning(programme, programmes, jkk_is_known=jkk_is_known) else "%.0s"
        for programme, names in SHARES.items()
        for _ in names
    ]
    return ";".join(["%d", "%d", *shares, "%d", "%d", "%s"]) + "\r\n"


@lru_cache(maxsize=256)
def _json_template(programmes: tuple[Programme, ...], *, jkk_is_known: bool) -> str:
    """One worker's JSON with places for line, wage, the shares and the notes; what has no meaning is null and takes its place along."""
    parts = [
        f'"{programme}": {{' + ", ".join(f'"{share}_sen": %d' for share in shares) + "}"
        if _has_meaning(programme, programmes, jkk_is_known=jkk_is_known)
        else f'"{programme}": null' + "%.0s" * len(shares)
        for programme, shares in SHARES.items()
    ]
    return f'{{"line": %d, "wage_sen": %d, "programmes": {json.dumps(programmes)}, {", ".join(parts)}, "notes": %s}}\n'


def totals(tally: Tally) -> dict[str, object]:
    """The sums of a file by programme and payer, for JSON; JKK is null while its class of risk is not known."""
    sens = iter(tally.totals)
    found: dict[str, object] = {}
    for programme, shares in SHARES.items():
        own = {f"{share}_sen": next(sens) for share in shares}
        found[programme] = own if programme != "JKK" or tally.amounts.jkk_is_known else None
    worker, employer = paid(tally.totals)
    return found | {"worker_sen": worker, "employer_sen": employer, "total_sen": worker + employer, "workers_without_jp": tally.without_jp}


def totals_in_words(tally: Tally, say: Callable[..., None]) -> None:
    """The sums of a file as sentences."""
    split = tally.totals
    shown = {name: rupiah(Money(sen)) for name, sen in split._asdict().items()}
    say(sentence("Iuran JP pekerja %(jp_worker)s, pemberi kerja %(jp_employer)s."), **shown)
    if tally.amounts.jkk_is_known:
        say(sentence("Iuran JKK %(jkk_employer)s dan JKM %(jkm_employer)s, semuanya dari pemberi kerja."), **shown)
    else:
        say(sentence("Iuran JKM %(jkm_employer)s dari pemberi kerja."), **shown)
        say(sentence("Iuran JKK belum dihitung: tambahkan --jkk-class dengan tingkat risiko usaha, misalnya --jkk-class rendah."))
    say(
        sentence(
            "JKP tidak menambah tagihan: %(jkp_government)s dari pemerintah, %(jkp_from_jkk)s dari iuran JKK, "
            "%(jkp_from_jkm)s dari iuran JKM."
        ),
        **shown,
    )
    worker, employer = (rupiah(Money(sen)) for sen in paid(split))
    say(
        sentence("Jumlah bagian pekerja %(worker)s, pemberi kerja %(employer)s."),
        worker=worker,
        employer=employer,
    )
    if tally.without_jp:
        say(sentence("%(count)s pekerja sudah mencapai usia pensiun, jadi tanpa iuran JP."), count=tally.without_jp)


def worker_sentences(json_lines: IO[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """The amounts of each worker as a sentence and its values."""
    json_lines.seek(0)
    for line in json_lines:
        worker = json.loads(line)
        sums = {
            payer: rupiah(Money(sum(worker[programme].get(f"{payer}_sen", 0) for programme in SHARES if worker[programme])))
            for payer in ("worker", "employer")
        }
        notes = " ".join(note["message"] for note in worker["notes"])
        yield (
            sentence("Baris %(line)s: pekerja %(worker)s, pemberi kerja %(employer)s (%(programmes)s). %(notes)s"),
            {"line": worker["line"], **sums, "programmes": ", ".join(worker["programmes"]), "notes": notes},
        )
