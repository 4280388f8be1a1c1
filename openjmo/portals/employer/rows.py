"""The refused rows as a file to mend and send again; streamed, so that a large one costs no memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import tee
from typing import NamedTuple

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.reads import ProblemView, RowView
from openjmo.portals.employer.guard import EmployerVisit, employer_page
from openjmo.portals.employer.words import problem_words
from openjmo.protocols.rows_to_mend import write_rows_csv
from openjmo.protocols.wage_file import FIELDS, RawRow


class _Standing(NamedTuple):
    """What stands against a refused row. A warning nobody confirmed keeps the row out like an error."""

    line: int
    problem: ProblemView
    severity: str = "error"

    def in_words(self, _translate: Callable[[str], str]) -> tuple[str, str]:
        """Message and fix in the active language."""
        return problem_words(self.problem)


@require_safe
@employer_page
def wrong_rows(visit: EmployerVisit, ref: str) -> HttpResponseBase:
    """The file."""
    known = visit.report(ref)
    visit.note_rows(known, contributions.refused_cards(known.id))
    rows = visit.slices(contributions.every_refused_row(known.id))
    answer = StreamingHttpResponse(_written(rows, get_language() or "id"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="baris-salah-{known.month}-{known.ref}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _written(found: Iterator[RowView], language: str) -> Iterator[bytes]:
    # The answer is written after the request's own language has been put away.
    with override(language):
        rows, again = tee(found)
        yield from write_rows_csv(map(_as_typed, rows), (_Standing(row.line, problem) for row in again for problem in row.problems))


def _as_typed(row: RowView) -> RawRow:
    return RawRow._make((row.line, *(row.cells.get(name, "") for name in FIELDS), False, 0))
