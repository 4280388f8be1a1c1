"""A bank's statement is read exactly or refused with its line."""

from __future__ import annotations

from datetime import date

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.protocols.bank_statement import StatementLine, read_statement, write_statement


def test_what_is_written_is_read_again() -> None:
    lines = [StatementLine(2, date(2026, 10, 12), "880012345678", Money(34_200_000)), StatementLine(3, date(2026, 10, 13), "X,1", Money(5))]
    assert read_statement(write_statement(lines).encode()) == lines


def test_semicolons_a_mark_empty_lines_and_whole_rupiah() -> None:
    text = "\ufeffDate;Reference;Amount\r\n\r\n2026-10-12; 8800 ;342000\r\n;;\r\n"
    assert read_statement(text.encode()) == [StatementLine(3, date(2026, 10, 12), "8800", Money(34_200_000))]
    assert read_statement(b"date,reference,amount\n") == []


@pytest.mark.parametrize(
    "data", [b"", b"tanggal,kode,jumlah\n", b"reference,date,amount\n", b"date,reference\n", "date,référence".encode("cp1252")]
)
def test_another_heading_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_statement(data)
    assert refused.value.code == "bank_statement_heading"


@pytest.mark.parametrize(
    "line",
    [
        "12-10-2026,1,5",
        "2026-10-12,,5",
        "2026-10-12,1,0",
        "2026-10-12,1,-5",
        "2026-10-12,1,5.5",
        '2026-10-12,1,"5,000"',
        "2026-10-12,1,\u0665",
        "x",
    ],
)
def test_a_line_that_is_not_exact_is_refused(line: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_statement(f"date,reference,amount\n{line}\n".encode())
    assert (refused.value.code, refused.value.values) == ("bank_statement_line", {"line": 2})
