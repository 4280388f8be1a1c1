"""Wage reports: sent, billed, withdrawn, sent again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.actions import bill_report, read_report, submit_report, withdraw_report
from openjmo.domains.contributions.actions.take_over_reports import OldLine, OldReport, take_over_reports
from tests import fund
from tests.simulation import auditor as sums
from tests.simulation.frame import Bill, Firm, Frame

HIRED: Final = date(2020, 1, 6)


class Reports(Frame):
    """What employers report."""

    def report(self) -> None:
        """Employers report last month's wages; some withdraw what they sent and send it again with other wages."""
        month = Month.of(self.today).plus(-1)
        firms = [firm for firm in self.firms if self.chance.randrange(4)]
        drafts = [draft for firm in firms if (draft := self._draft(firm, month))]
        if not drafts:
            return
        self._bill(drafts)
        fresh = self.bills[-len(drafts) :]
        if self.chance.randrange(9) == 0:
            wrong = self.chance.choice(fresh)
            self.do(f"withdraw {wrong.report}", lambda: withdraw_report.withdraw_report(wrong.report, now=self.now), lambda: None)
            self.bills.remove(wrong)
            wrong.firm.fines += wrong.fines
            again = self._draft(wrong.firm, month)
            if again:
                self._bill([again])

    def _draft(self, firm: Firm, month: Month) -> tuple[Firm, Month, list[OldLine]] | None:
        lines = []
        for worker in self.people:
            works_here = worker.firms[worker.at] is firm
            old = next((place for place in range(worker.at) if worker.firms[place] is firm), None)
            if not works_here and (old is None or self.chance.randrange(6)):
                continue
            place = worker.at if works_here else old
            assert place is not None
            wage = self.chance.choice((self.chance.randint(1, 10**9), self.chance.randint(30, 99) * 10_000_000, 12_345_675))
            leaves = works_here and worker.at + 1 < len(worker.cards) and self.chance.randrange(5) > 0
            ended = month.last_day if leaves else None
            lines.append(
                OldLine(
                    *(worker.nik, worker.cards[place], worker.name, worker.born, worker.sex, "Kamaria", HIRED),
                    *(ended, "resign" if leaves else "", wage, 0),
                )
            )
        return (firm, month, lines) if lines else None

    def _bill(self, drafts: Sequence[tuple[Firm, Month, list[OldLine]]]) -> None:
        key = self.new("laporan")
        now, is_file = self.now, self.chance.randrange(8) == 0
        if is_file:
            drafts = [
                (firm, month, [line._replace(wage_sen=max(10**8, line.wage_sen // 100 * 100)) for line in lines])
                for firm, month, lines in drafts
            ]
        reports = [OldReport(firm.id, month, key, now, lines) for firm, month, lines in drafts]
        made: dict[str, list[str]] = {}

        def send() -> None:
            made["refs"] = [self._send_file(*draft) for draft in drafts] if is_file else take_over_reports(reports, by="test")
            accepted = [bill_report.Acceptance(ref, None, "test", self.now) for ref in made["refs"]]
            made["codes"] = bill_report.bill_reports(accepted)

        fresh: list[Bill] = []
        self.do(
            f"{'send a file' if is_file else 'report'} {', '.join(f'{month} of {firm.id}' for firm, month, _ in drafts)}",
            send,
            lambda: fresh.extend(self._expect(drafts)),
        )
        for bill, ref, code in zip(fresh, made["refs"], made["codes"], strict=True):
            bill.report, bill.code = ref, code
            found = contributions.bill_by_code(code)
            if found is None or found.amount.sen != bill.amount:
                raise self._disagree(f"bill {code} of {found.amount.sen if found else None} sen, the auditor has {bill.amount}")
        self.bills += fresh

    def _send_file(self, firm: Firm, month: Month, lines: Sequence[OldLine]) -> str:
        """The same lines as an employer would send them."""
        workers = [
            fund.Worker(
                *(line.nik, line.card_number, line.full_name, line.birth_date.isoformat(), line.sex, line.mother_name),
                *(line.wage_sen // 100, line.started_on.isoformat(), line.ended_on.isoformat() if line.ended_on else "", line.end_reason),
            )
            for line in lines
        ]
        new = submit_report.NewReport(firm.id, month, f"laporan-{month}.csv", "test", "test")
        ref = submit_report.submit_report(new, [fund.as_file(workers)], now=self.now, read_later=False).ref
        read_report.read_report(ref, now=self.now)
        return ref

    def _expect(self, drafts: Sequence[tuple[Firm, Month, list[OldLine]]]) -> Iterator[Bill]:
        for firm, month, lines in drafts:
            parts = []
            for line in lines:
                account = self.books.final(f"card:{line.card_number}")
                self.books.open(account)
                parts.append((account, *sums.shares(line.wage_sen)))
                if self.employed.setdefault((account, firm.id), True) and line.ended_on:
                    self.employed[account, firm.id] = False
            fines, firm.fines = firm.fines, []
            yield Bill(firm, month, "", "", parts, fines)
        reported = {line.nik: line for _, _, lines in drafts for line in lines}
        for worker in self.people:
            if worker.nik in reported:
                self.fresh_cards.add(worker.nik)
                worker.at += reported[worker.nik].ended_on is not None
