"""Hand in a wage report, look at it, pay it with the pretend bank, post it.

The same steps as the employer portal, for operators and for trying things out. Every step may be repeated: what is done already stays.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from openjmo.commands._operator import add_employer_arguments, employer_of, how_many, month, operate, operator, sentence

if TYPE_CHECKING:
    from openjmo.domains.contributions.reads import ReportView

_BLOCK_BYTES = 1 << 20
_SHOWN_ROWS = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="submit | list | show | pay | post", required=True)

    submit = deeds.add_parser("submit", help="read and check a file, then make its bill", description=_SUBMIT)
    submit.add_argument("file", type=Path, help="the wage report, CSV or XLSX")
    add_employer_arguments(submit, option=True)
    submit.add_argument("--month", type=month, required=True, help="the month it reports, for example 2026-10")
    submit.add_argument("--confirm", choices=("all", "none"), help="what becomes of rows with warnings; without it they stop the bill")
    submit.add_argument("--pay", action="store_true", help="also pay with the pretend bank and post (not in production)")
    submit.add_argument("--rows", type=int, default=_SHOWN_ROWS, help=f"how many rows that need work to show ({_SHOWN_ROWS})")

    show_all = deeds.add_parser("list", help="an employer's reports", description="List an employer's reports, newest month first.")
    add_employer_arguments(show_all, option=True)
    show_all.add_argument("--limit", type=how_many, default=24, help="how many (24)")

    show = deeds.add_parser("show", help="one report", description="Show one report, its bill and the rows that need work.")
    show.add_argument("ref", metavar="REF", help="the report's reference, LU-…")
    show.add_argument("--rows", type=int, default=_SHOWN_ROWS, help=f"how many rows that need work to show ({_SHOWN_ROWS})")

    pay = deeds.add_parser("pay", help="pay with the pretend bank", description="Pay a bill with the pretend bank. Not in production.")
    pay.add_argument("code", metavar="CODE", help="the billing code, 12 digits")

    post = deeds.add_parser("post", help="post a paid report now", description="Post a paid report now instead of waiting for the worker.")
    post.add_argument("ref", metavar="REF", help="the report's reference, LU-…")


_SUBMIT = (
    "Hand a file in, read it, show what needs work, and make the bill. Rows with errors stay out. "
    "Status 1 when the file cannot be read, when warnings wait for --confirm, or when nothing can be billed."
)


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("handling a wage report", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    match arguments.deed:
        case "submit":
            return _submit(arguments)
        case "list":
            return _list(arguments)
        case "show":
            return _show(arguments)
        case "pay":
            return _pay(arguments.code)
        case _:
            return _post(arguments.ref)


def _submit(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from openjmo.domains.contributions import reads
    from openjmo.domains.contributions.actions.bill_report import bill_report
    from openjmo.domains.contributions.actions.read_report import read_report
    from openjmo.domains.contributions.actions.submit_report import NewReport, submit_report
    from openjmo.domains.contributions.states import ReportState

    employer = employer_of(arguments)
    new = NewReport(employer.id, arguments.month, arguments.file.name, "command", operator())
    try:
        sent = submit_report(new, _blocks(arguments.file), now=timezone.now(), read_later=False)
    except OSError as trouble:
        print(f"{arguments.file} cannot be read: {trouble.strerror}.")
        return 1
    if not sent.is_new:
        print("This very file was handed in before; going on with that report.")
    read_report(sent.ref, now=timezone.now(), progress=lambda count: print(f"  {count:,} rows read", flush=True))
    report = reads.report_by_ref(sent.ref)
    _print_report(report, rows=arguments.rows)
    if report.state is ReportState.CHECKED:
        if report.warned_count and arguments.confirm is None:
            print(f"{report.warned_count} rows wait for your word: --confirm all takes them, --confirm none leaves them out.")
            return 1
        bill_report(report.ref, confirmed_lines=[] if arguments.confirm == "none" else None, by=operator(), now=timezone.now())
        _print_bill(report)
    if arguments.pay:
        bill = reads.bill_for(report.id)
        return (_pay(bill.billing_code) or _post(report.ref)) if bill else 1
    return 1 if report.state is ReportState.UNREADABLE else 0


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            yield block


def _list(arguments: argparse.Namespace) -> int:
    from openjmo.domains.contributions import reads

    employer = employer_of(arguments)
    reports = reads.reports_of(employer.id, limit=arguments.limit)
    bills = reads.bills_for([report.id for report in reports])
    for report in reports:
        bill = bills.get(report.id)
        paid = f"  {bill.billing_code}  {_amount(bill.amount.sen)}" if bill else ""
        print(f"{report.month}  {report.ref}  {report.state:<10} {report.row_count or 0:>8,} rows{paid}")
    print(f"{len(reports)} of {reads.report_count(employer.id)} reports of {employer.name}")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from openjmo.domains.contributions import reads

    _print_report(reads.report_by_ref(arguments.ref), rows=arguments.rows)
    return 0


def _pay(code: str) -> int:
    from django.utils import timezone

    from openjmo.simulators import bank

    print(f"Paid, receipt {bank.pay(code, timezone.now())}.")
    return 0


def _post(ref: str) -> int:
    from django.utils import timezone

    from openjmo.domains.contributions.actions.post_report import post_report

    began = time.monotonic()
    post_report(ref, now=timezone.now())
    print(f"Posted; this took {time.monotonic() - began:.2f} seconds.")
    return 0


def _print_report(report: "ReportView", *, rows: int) -> None:
    from openjmo.domains.contributions import reads
    from openjmo.domains.membership import reads as membership

    employer = membership.employer_by_id(report.employer_id)
    print(f"Report {report.ref} of {employer.name} (NPP {employer.npp}/{employer.division}) for {report.month}: {report.state}")
    if report.failure:
        values = report.failure.get("values")
        filled = values if isinstance(values, dict) else {}
        print(f"  {sentence(str(report.failure['message']), filled)} {sentence(str(report.failure['fix']), filled)}")
        return
    print(
        f"  accepted {report.accepted_count:,}, to confirm {report.warned_count:,}, refused {report.refused_count:,}, "
        f"passed over {report.skipped_count:,}; rows read {report.read_count:,}"
    )
    if report.unknown_columns:
        print(f"  columns nobody knows: {', '.join(report.unknown_columns)}")
    for row in [*reads.refused_rows(report.id, limit=rows), *reads.warned_rows(report.id, limit=rows)]:
        for problem in row.problems:
            kind = "refused" if row.is_refused else "to confirm"
            print(f"  line {row.line}, {kind}: {sentence(problem.message, problem.values)} {sentence(problem.fix, problem.values)}")
    _print_bill(report)


def _print_bill(report: "ReportView") -> None:
    from openjmo.domains.contributions import reads

    bill = reads.bill_for(report.id)
    if bill is None:
        return
    fine = f" with a fine of {_amount(bill.fine.sen)}" if bill.fine else ""
    paid = f", paid {bill.paid_at:%Y-%m-%d %H:%M} UTC" if bill.paid_at else ""
    print(f"  billing code {bill.billing_code}: {_amount(bill.amount.sen)} for {bill.line_count:,} lines{fine}, due {bill.due_on}{paid}")


def _amount(sen: int) -> str:
    from openjmo.core.money import Money, rupiah_sen

    return rupiah_sen(Money(sen))
