"""Check a wage report file before sending it: which rows would be taken, which need work, how to mend them, and what is owed.

Amounts are told for all programmes by payer, as sums always and for each worker with --amounts or --amounts-csv; JKK needs --jkk-class.
Needs no database and no server packages, and sends nothing anywhere. Exit status: 0 the file can be sent as it is (warnings allowed),
1 rows need work, 2 the file cannot be read. With --json one object goes to standard output, also when the file cannot be read.
"""

import argparse
import contextlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from openjmo.commands._preflight_amounts import AmountsWriter, totals, totals_in_words, worker_sentences
from openjmo.core.errors import Failure, InvalidInput
from openjmo.core.money import Money, rupiah
from openjmo.core.periods import Month
from openjmo.protocols.rows_to_mend import write_rows_csv
from openjmo.protocols.wage_file import WageFile, open_wage_file
from openjmo.rules.derivation import sentence
from openjmo.rules.jkk_jkm import JKK_CLASSES, ReliefFacts
from openjmo.rules.programmes import SIZES
from openjmo.rules.wage_amounts import Tally, WageAmounts
from openjmo.rules.wage_minimum import minimum_wage_for
from openjmo.rules.wage_programmes import required_programmes
from openjmo.rules.wage_report import WageReportChecker

SENDABLE, ROWS_NEED_WORK, UNREADABLE = 0, 1, 2
_SHOWN_PROBLEMS = 10
_IN_MEMORY_BYTES = 1 << 20

Translate = Callable[[str], str]


class Said(NamedTuple):
    """A problem as it is printed, in the language asked for."""

    line: int
    field: str
    severity: str
    code: str
    message: str
    fix: str

    def in_words(self, _translate: Translate) -> tuple[str, str]:
        """Already translated."""
        return self.message, self.fix


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("file", type=Path, help="the wage report, CSV or XLSX")
    parser.add_argument("--month", type=_month, required=True, help="the month it reports, for example 2026-10")
    parser.add_argument("--province", metavar="CODE", help="two digits of the employer's province, for its minimum wage")
    parser.add_argument("--size", choices=SIZES, help="size of the business, which makes programmes mandatory")
    parser.add_argument("--jkk-class", choices=JKK_CLASSES, metavar="CLASS", help=f"class of risk for JKK: {', '.join(JKK_CLASSES)}")
    parser.add_argument("--labour-intensive", action="store_true", help="a labour-intensive industry, for months with a discount on JKK")
    parser.add_argument("--active-workers", type=int, default=0, metavar="COUNT", help="active workers, for the same discount")
    parser.add_argument("--amounts", action="store_true", help="also what each worker's row owes; in JSON under `workers`")
    parser.add_argument("--amounts-csv", type=Path, metavar="FILE", help="write the same as CSV, in sen")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    parser.add_argument("--lang", default="id", choices=("id", "en"), help="language of the sentences (id)")
    parser.add_argument("--all", action="store_true", help="show every problem, not only the first ones")
    parser.add_argument("--rows-to-mend", type=Path, metavar="FILE", help="write the refused rows with their problems as CSV")


def execute(arguments: argparse.Namespace) -> int:
    """Check the file and say what was found."""
    translate = _translator(arguments.lang)
    try:
        with _opened(arguments.file) as stream, _spooled() as found, _spooled() as workers:
            with _written(arguments.amounts_csv) as csv_file:
                report = _check(stream, found, workers if arguments.amounts else None, csv_file, arguments, translate)
            if arguments.rows_to_mend is not None:
                stream.seek(0)
                _write_rows_to_mend(arguments.rows_to_mend, open_wage_file(stream), _read(found))
            (_print_json if arguments.json else _print_sentences)(report, found, workers, arguments, translate)
            return ROWS_NEED_WORK if report.tally.refused else SENDABLE
    except Failure as problem:
        _print_unreadable(problem, as_json=arguments.json, translate=translate)
        return UNREADABLE


def _spooled() -> IO[str]:
    return tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES, "w+", encoding="utf-8")


@contextlib.contextmanager
def _written(path: Path | None) -> Iterator[IO[str] | None]:
    """A file that takes its name only when all of it was written."""
    if path is None:
        yield None
        return
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as target:
            yield target
        unfinished.replace(path)
    except OSError as trouble:
        raise _not_opened(path, trouble) from trouble
    finally:
        unfinished.unlink(missing_ok=True)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as trouble:
        raise _not_opened(path, trouble) from trouble


def _write_rows_to_mend(path: Path, file: WageFile, problems: Iterator[Said]) -> None:
    try:
        with path.open("wb") as target:
            target.writelines(write_rows_csv(file, problems))
    except OSError as trouble:
        raise _not_opened(path, trouble) from trouble


def _not_opened(path: Path, trouble: OSError) -> InvalidInput:
    return InvalidInput(
        sentence("Berkas %(name)s tidak dapat dibuka: %(reason)s."),
        code="wage_file_not_opened",
        fix=sentence("Periksa nama dan tempat berkas itu."),
        values={"name": path, "reason": trouble.strerror or trouble},
    )


class Report(NamedTuple):
    """What the check found, without the problems themselves."""

    file: WageFile
    tally: Tally


def _check(
    stream: BinaryIO,
    found: IO[str],
    workers: IO[str] | None,
    csv_file: IO[str] | None,
    arguments: argparse.Namespace,
    translate: Translate,
) -> Report:
    """One pass over the file; problems go to `found`, amounts to `workers` as they come, one JSON line each."""
    month, size = arguments.month, arguments.size
    relief = ReliefFacts(labour_intensive=arguments.labour_intensive, active_workers=arguments.active_workers)
    amounts = WageAmounts(month, jkk_class=arguments.jkk_class, size=size, relief=relief)
    required = required_programmes(size, month) if size else None
    checker = WageReportChecker(month, minimum_wage_for(month, arguments.province), required)
    tally = Tally(amounts)
    writer = AmountsWriter(amounts, translate, workers, csv_file) if workers or csv_file else None
    file = open_wage_file(stream)
    for outcome in checker.check_all(file):
        owed = tally.add(outcome)
        if writer is not None and owed is not None and outcome.accepted is not None:
            writer.write(outcome.accepted, owed)
        for problem in outcome.problems:
            said = Said(problem.line, problem.field, problem.severity, problem.code, *problem.in_words(translate))
            found.write(json.dumps(said._asdict(), ensure_ascii=False) + "\n")
    return Report(file, tally)


def _read(found: IO[str]) -> Iterator[Said]:
    found.seek(0)
    return (Said(**json.loads(line)) for line in found)


def _print_json(report: Report, found: IO[str], workers: IO[str], arguments: argparse.Namespace, _translate: Translate) -> None:
    tally, file = report.tally, report.file
    counts = {
        "read": tally.read,
        "accepted": tally.accepted,
        "refused": tally.refused,
        "warnings": tally.warnings,
        "skipped": file.skipped.count,
        "total_wage_sen": tally.total_wage_sen,
        "jht_worker_sen": tally.totals.jht_worker,
        "jht_employer_sen": tally.totals.jht_employer,
        "totals": totals(tally),
        "unknown_columns": file.heading.unknown,
    }
    print(json.dumps(counts, ensure_ascii=False, indent=2).removesuffix("\n}"), end="")
    _print_list("problems", found)
    if arguments.amounts:
        _print_list("workers", workers)
    print("\n}")


def _print_list(name: str, lines: IO[str]) -> None:
    """JSON lines as one more list of the object that is being printed."""
    print(f',\n  "{name}": [', end="")
    lines.seek(0)
    separator = "\n    "
    for line in lines:
        print(separator, line.rstrip("\n"), sep="", end="")
        separator = ",\n    "
    print("\n  ]", end="")


def _print_sentences(report: Report, found: IO[str], workers: IO[str], arguments: argparse.Namespace, translate: Translate) -> None:
    tally, file = report.tally, report.file
    say = _speaker(translate)
    say(
        sentence("Laporan upah %(month)s: %(read)s baris dibaca, %(accepted)s dapat diterima, %(refused)s perlu diperbaiki."),
        month=arguments.month,
        read=tally.read,
        accepted=tally.accepted,
        refused=tally.refused,
    )
    say(
        sentence("Peringatan yang perlu disetujui: %(warnings)s. Baris yang dilewati, misalnya jumlah: %(skipped)s."),
        warnings=tally.warnings,
        skipped=file.skipped.count,
    )
    say(
        sentence("Upah pada baris yang dapat diterima %(wage)s; iuran JHT pekerja %(worker)s, pemberi kerja %(employer)s."),
        wage=rupiah(Money(tally.total_wage_sen)),
        worker=rupiah(Money(tally.totals.jht_worker)),
        employer=rupiah(Money(tally.totals.jht_employer)),
    )
    totals_in_words(tally, say)
    if file.heading.unknown:
        say(sentence("Kolom yang tidak dipakai: %(columns)s."), columns=", ".join(file.heading.unknown))
    print()
    if arguments.amounts:
        for text, values in worker_sentences(workers):
            say(text, **values)
        print()
    left_out = 0
    for number, problem in enumerate(_read(found)):
        if number >= _SHOWN_PROBLEMS and not arguments.all:
            left_out += 1
            continue
        kind = (
            sentence("Baris %(line)s: %(message)s") if problem.severity == "error" else sentence("Baris %(line)s, peringatan: %(message)s")
        )
        say(kind, line=problem.line, message=problem.message)
        print(f"    {problem.fix}")
    if left_out:
        say(sentence("Masih ada %(count)s lagi; tambahkan --all untuk melihat semuanya."), count=left_out)
    print()
    if tally.refused:
        say(sentence("Perbaiki %(refused)s baris itu di berkas Anda, lalu periksa lagi."), refused=tally.refused)
    elif tally.warnings:
        say(sentence("Berkas ini dapat dikirim setelah peringatannya disetujui."))
    else:
        say(sentence("Berkas ini dapat dikirim apa adanya."))


def _print_unreadable(problem: Failure, *, as_json: bool, translate: Translate) -> None:
    message, fix = (translate(text) % problem.values if problem.values else translate(text) for text in (problem.message, problem.fix))
    if as_json:
        print(json.dumps({"code": problem.code, "message": message, "fix": fix}, ensure_ascii=False, indent=2))
    else:
        print(message, fix, sep="\n", file=sys.stderr)


def _speaker(translate: Translate) -> Callable[..., None]:
    def say(text: str, **values: object) -> None:
        words = translate(text)
        print(words % values if values else words)

    return say


def _translator(language: str) -> Translate:
    """From our own catalogue; a sentence without translation stays Indonesian."""
    if language == "id":
        return str
    from babel.messages.pofile import read_po

    path = Path(__file__).parents[1] / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return str
    with path.open("rb") as file:
        known = {message.id: message.string for message in read_po(file) if message.id and message.string}

    def translate(text: str) -> str:
        found = known.get(text, text)
        return found if isinstance(found, str) else text

    return translate


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from problem
