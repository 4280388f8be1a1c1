"""`openjmo ledger reconcile`: a bank's statement against receipts and the clearing account, as sentences or JSON."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from openjmo.commands._operator import day

if TYPE_CHECKING:
    # Django's rooms are imported when they are needed, so that other commands start without it.
    from openjmo.domains.contributions.bank_statement import Comparison

DESCRIPTION = (
    "Compare a bank's statement of money received (CSV with the columns date,reference,amount; docs/operate.md) with the receipts of the "
    "same days and with the ledger's clearing account. Status 1 when anything is left over."
)
_AGREES, _DIFFERS = 0, 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="the statement")
    parser.add_argument("--from", dest="first", type=day, help="first day the statement covers; without it, the earliest in the file")
    parser.add_argument("--to", dest="last", type=day, help="last day it covers; without it, the latest in the file")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences; amounts in sen")


def deed(arguments: argparse.Namespace) -> int:
    """Compare and print."""
    from openjmo.domains.contributions.bank_statement import compare_statement
    from openjmo.protocols.bank_statement import read_statement

    try:
        data = arguments.file.read_bytes()
    except OSError as trouble:
        print(f"{arguments.file} cannot be read: {trouble.strerror}.", file=sys.stderr)
        return _DIFFERS
    lines = read_statement(data)
    days = [line.on for line in lines]
    first = arguments.first or min(days, default=arguments.last)
    last = arguments.last or max(days, default=arguments.first)
    if first is None or last is None:
        print("The statement has no line; say which days it covers with --from and --to.", file=sys.stderr)
        return _DIFFERS
    found = compare_statement(lines, first=first, last=last)
    if arguments.json:
        print(json.dumps(_data(found), indent=2))
    else:
        print("\n".join(_sentences(found)))
    return _AGREES if found.agrees else _DIFFERS


def _data(found: "Comparison") -> dict[str, object]:
    return {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "matched": len(found.matched),
        "amount_differs": [
            {
                "line": pair.line.line,
                "reference": pair.line.reference,
                "receipt": pair.receipt.ref,
                "bank_sen": pair.line.amount.sen,
                "receipt_sen": pair.receipt.amount.sen,
            }
            for pair in found.amount_differs
        ],
        **{
            name: [
                {"line": line.line, "date": line.on.isoformat(), "reference": line.reference, "amount_sen": line.amount.sen}
                for line in lines
            ]
            for name, lines in (("missing_here", found.missing_here), ("doubled_at_bank", found.doubled_at_bank))
        },
        **{
            name: [
                {"receipt": one.ref, "billing_code": one.billing_code, "paid_on": one.paid_on.isoformat(), "amount_sen": one.amount.sen}
                for one in receipts
            ]
            for name, receipts in (("missing_at_bank", found.missing_at_bank), ("doubled_here", found.doubled_here))
        },
        "not_booked": [{"receipt": one.ref, "amount_sen": one.amount.sen, "booked_sen": booked.sen} for one, booked in found.not_booked],
        "booked_without_receipt": [{"entry": key, "booked_sen": booked.sen} for key, booked in found.booked_without_receipt],
        "statement_total_sen": found.statement_total.sen,
        "receipts_total_sen": found.receipts_total.sen,
        "booked_total_sen": found.booked_total.sen,
    }


def _sentences(found: "Comparison") -> Sequence[str]:
    from openjmo.core.money import rupiah_sen

    told = [f"{found.first} to {found.last}: {len(found.matched):,} payments agree"]
    told += [
        f"AMOUNT DIFFERS line {pair.line.line}, {pair.line.reference}: bank {rupiah_sen(pair.line.amount)}, receipt {pair.receipt.ref} "
        f"{rupiah_sen(pair.receipt.amount)}, difference {rupiah_sen(pair.difference)}"
        for pair in found.amount_differs
    ]
    for words, lines in (("MISSING HERE", found.missing_here), ("DOUBLED AT THE BANK", found.doubled_at_bank)):
        told += [f"{words} line {line.line}, {line.on}, {line.reference}: {rupiah_sen(line.amount)}" for line in lines]
    for words, receipts in (("MISSING AT THE BANK", found.missing_at_bank), ("DOUBLED HERE", found.doubled_here)):
        told += [f"{words} receipt {one.ref}, {one.paid_on}, {one.billing_code}: {rupiah_sen(one.amount)}" for one in receipts]
    told += [
        f"NOT BOOKED receipt {one.ref}: {rupiah_sen(one.amount)}, the clearing account carries {rupiah_sen(booked)}"
        for one, booked in found.not_booked
    ]
    told += [f"BOOKED WITHOUT RECEIPT {key}: {rupiah_sen(booked)}" for key, booked in found.booked_without_receipt]
    told.append(
        f"statement {rupiah_sen(found.statement_total)}, receipts {rupiah_sen(found.receipts_total)}, "
        f"clearing account {rupiah_sen(found.booked_total)}"
    )
    told.append("Everything agrees." if found.agrees else "Not everything agrees.")
    return told
