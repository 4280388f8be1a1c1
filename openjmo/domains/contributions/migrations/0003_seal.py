"""Seals who the lines of reports speak of, slice by slice; it may be cut off and begun again."""

import json

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.domains.membership.workers import Worker, seal_worker
from openjmo.platform.sealing import seal
from openjmo.platform.slices import Row, Walk, walk

_LINES = Walk(
    "contributions_report_line",
    ("report_id", "line"),
    ("nik", "full_name", "mother_name"),
    ("nik_key", "name_key", "worker", "tells_mother"),
    "worker IS NULL",
)
_REFUSED = Walk("contributions_refused_row", ("report_id", "line"), ("cells",), ("sealed_cells",), "sealed_cells IS NULL")
# What a statement of ours found out names a report and quotes no cell.
_PROBLEMS = Walk(
    "contributions_row_problem",
    ("id",),
    ("values",),
    ("quoted", "values"),
    "quoted IS NULL AND \"values\" <> '{}' AND code <> 'already_reported'",
)


def seal_reports(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Lines, refused rows and what stands against them."""

    def line(row: Row) -> Row:
        worker = Worker(*row)
        return (*seal_worker(worker), worker.mother_name != "")

    def as_seal(value: object, purpose: str) -> bytes:
        return seal((value if isinstance(value, str) else json.dumps(value)).encode(), purpose)

    walk(editor.connection, _LINES, line)
    walk(editor.connection, _REFUSED, lambda row: (as_seal(row[0], "contributions_refused_row.cells"),))
    walk(editor.connection, _PROBLEMS, lambda row: (as_seal(row[0], "contributions_row_problem.quoted"), "{}"))


class Migration(migrations.Migration):
    """Has no way back: `0004` drops what was in clear."""

    atomic = False
    dependencies = [("contributions", "0002_sealed_columns")]
    operations = [migrations.RunPython(seal_reports, migrations.RunPython.noop)]
