"""`openjmo members differences`: months that differ from a member's payslip."""

import argparse

from openjmo.commands import _requests
from openjmo.commands._operator import operator, reader

ABOUT = "Tickets of members whose payslip shows another figure than the account."
FINDINGS = ("not_reported", "not_paid", "other_wage", "other_card", "in_posting", "agrees", "other")
"""Written out so that the help needs no database; a test holds it to `savings.findings`."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="list | show | ask | answer", required=True)
    _requests.add_list(deeds)
    _requests.add_deed(deeds, "show", "line by line", "Show payslip, report, bill, payment and account side by side.", prefix="SL")
    ask = _requests.add_deed(deeds, "ask", "let the employer look", "Ask an employer about the month; the ticket waits.", prefix="SL")
    ask.add_argument("--employer", type=int, required=True, metavar="ID", help="number of the employer, as `show` prints it")
    answer = _requests.add_deed(deeds, "answer", "close it", "Close it with a finding; the member is told.", prefix="SL")
    answer.add_argument("--finding", required=True, choices=FINDINGS, help="what was found")
    answer.add_argument("--sentence", default="", help="a sentence of your own for the member")


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from django.utils import timezone

    from openjmo.domains.savings.actions.answer_difference import answer_difference
    from openjmo.domains.savings.actions.ask_employer import ask_employer

    match arguments.deed:
        case "ask":
            ask_employer(arguments.ref, arguments.employer, by=operator(), now=timezone.now())
            print(f"{arguments.ref} waits for the employer.")
        case "answer":
            answer_difference(arguments.ref, arguments.finding, arguments.sentence, by=operator(), now=timezone.now())
            print(f"{arguments.ref} is closed; the member is told.")
        case "show":
            _show(arguments.ref)
        case _:
            _list(arguments.limit, arguments.offset)
    return 0


def _list(limit: int, offset: int) -> None:
    from openjmo.core.money import rupiah_sen
    from openjmo.domains.savings.differences import open_differences

    tickets = open_differences(limit=limit, offset=offset)
    for ticket in tickets:
        print(f"{ticket.ref}  {ticket.opened_at:%Y-%m-%d}  {ticket.state:8} {ticket.month}  missing {rupiah_sen(ticket.difference)}")
    print(f"{len(tickets)} tickets to answer")


def _show(ref: str) -> None:
    from openjmo.core.money import rupiah_sen
    from openjmo.domains.savings.differences import difference_file
    from openjmo.domains.savings.reconcile import reconcile

    known, compared = difference_file(ref, reader()), reconcile(ref)
    print(f"{ref}  {known.ticket.state}  {known.ticket.opened_at:%Y-%m-%d}  {known.person.full_name}  {compared.month}")
    for step in compared.steps:
        print(f"  {step.name:10} {rupiah_sen(step.amount):>20}  short of the payslip by {rupiah_sen(step.difference)}")
    for line in compared.lines:
        where = "this card" if line.is_asked_card else "another card"
        print(f"  {line.report_ref}  {line.employer_name}, {where}: wage {rupiah_sen(line.wage)}, posted on {line.posted_on or '-'}")
    for employer_id, name in compared.employers:
        print(f"  can be asked: {employer_id}  {name}")
    print(f"looks like: {compared.suggestion}")
    if known.ticket.finding:
        print(f"found: {known.ticket.finding}, by {known.answered_by}. {known.ticket.sentence}".rstrip())
