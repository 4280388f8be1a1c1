"""A bank's statement of money received, as a CSV file of three columns.

    date,reference,amount
    2026-10-12,880012345678,342000.00

`date` is YYYY-MM-DD, the bank's booking day; `reference` the billing code or the bank's own number of the payment; `amount` rupiah above
zero with no grouping and, if any, two decimals after a point. The heading is required, in this order; comma or semicolon; UTF-8. Empty
lines are passed over. Called by `openjmo ledger reconcile` and by the pretend bank. Never guesses: a line that cannot be read refuses
the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money

COLUMNS: Final = ("date", "reference", "amount")
_AMOUNT: Final = re.compile(r"([0-9]{1,16})(?:\.([0-9]{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One payment as the bank booked it."""

    line: int
    """Physical line of the file."""
    on: date
    reference: str
    amount: Money


def read_statement(data: bytes) -> list[StatementLine]:
    """The lines in the order of the file. Raises InvalidInput with the line and what to mend."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise _wrong_heading() from wrong
    heading = text.partition("\n")[0].strip()
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if ";" in heading else ",")
    try:
        if tuple(cell.strip().lower() for cell in next(reader, [])) != COLUMNS:
            raise _wrong_heading()
        return [_line(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as wrong:
        raise _wrong_line(reader.line_num) from wrong


def write_statement(lines: Iterable[StatementLine]) -> str:
    """The file that `read_statement` reads."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        rupiah_count, sen = divmod(line.amount.sen, 100)
        writer.writerow([line.on.isoformat(), line.reference, f"{rupiah_count}.{sen:02d}"])
    return text.getvalue()


def _line(number: int, cells: list[str]) -> StatementLine:
    if len(cells) != len(COLUMNS):
        raise _wrong_line(number)
    day, reference, typed = cells
    amount = _AMOUNT.fullmatch(typed)
    if amount is None or not reference:
        raise _wrong_line(number)
    money = Money(int(amount[1]) * 100 + int(amount[2] or 0))
    if not money:
        raise _wrong_line(number)
    try:
        return StatementLine(number, date.fromisoformat(day), reference, money)
    except ValueError as wrong:
        raise _wrong_line(number) from wrong


def _wrong_heading() -> InvalidInput:
    return InvalidInput(
        "Berkas ini bukan rekening koran yang bisa dibaca: baris pertama harus date,reference,amount dalam UTF-8.",
        code="bank_statement_heading",
        field="file",
        fix="Ekspor ulang dengan ketiga kolom itu, lalu coba lagi.",
    )


def _wrong_line(number: int) -> InvalidInput:
    return InvalidInput(
        "Baris %(line)s tidak terbaca: perlu tanggal seperti 2026-10-12, kode bayar atau nomor bank, dan jumlah seperti 342000.00.",
        code="bank_statement_line",
        field="file",
        fix="Perbaiki baris itu, lalu coba lagi.",
        values={"line": number},
    )
