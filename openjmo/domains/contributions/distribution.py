"""How wage reports would be spread over shards: the rows of one report lie together, reports and bills are on every node."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import KeyToChange, distributed, local, reference

PLACEMENTS: Final = (
    distributed("contributions_report_line", "report_id", "report", "read, checked, billed and posted report by report"),
    distributed("contributions_refused_row", "report_id", "report", "written and written back report by report"),
    distributed(
        "contributions_row_problem",
        "report_id",
        "report",
        "shown beside the rows of its report",
        keys=(
            KeyToChange(
                "contributions_row_problem_pkey",
                "ALTER TABLE contributions_row_problem DROP CONSTRAINT contributions_row_problem_pkey, ADD PRIMARY KEY (report_id, id)",
                "that no two reports use the same id; nothing asks by id alone",
            ),
        ),
    ),
    reference("contributions_wage_report", "one row a report, joined with every line; unique by employer, month and file"),
    reference("contributions_bill", "one row a report, joined with every line a member asks for; its code is unique in the whole fund"),
    *local("one row a late bill", "contributions_late_fine"),
)
