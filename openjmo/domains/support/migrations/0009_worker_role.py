"""Worker and commands get a role of their own, and the web loses what only they do.

`OPENJMO_DB_WORKER_ROLE` begins with exactly the rights and policies that web and worker shared; from then on what is only done in the
background or at the command line is refused to `OPENJMO_DB_APP_ROLE`. Members' and employers' pages have less than the web in any case.

What the web keeps of the ledger: opening accounts when a bill is made at once, and entries of merged cards and of payments pretended outside
production, which are booked in the request. It stands here, in the highest room, because it names the tables of many.
"""

from typing import Final

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import copy_rights, create_role

CHANGES: Final = "INSERT, UPDATE, DELETE"
NOT_FOR_THE_WEB: Final = {
    # returns, closings, ends of years, published totals and declared rates
    "ledger_crediting": "ALL",
    "ledger_closing": "INSERT",
    "ledger_year_slice": "INSERT",
    "ledger_year": "INSERT",
    "proofs_published_total": "INSERT",
    "savings_declared_rate": CHANGES,
    "savings_return_credit": CHANGES,
    # who is an employer, who acts for one, who is an officer; announcements and breaches
    "membership_employer": CHANGES,
    "identity_representation": "INSERT, UPDATE",
    "support_officer": CHANGES,
    "support_task_change": "INSERT",
    "platform_notice": CHANGES,
    "privacy_breach": CHANGES,
    "privacy_breach_notice": CHANGES,
    # reading a report; the web sets lines aside when it makes a bill, and takes none back
    "contributions_report_line": "INSERT",
    "contributions_refused_row": "UPDATE, DELETE",
    "contributions_row_problem": "UPDATE, DELETE",
    "contributions_wage_report": "DELETE",
    "contributions_bill": "DELETE",
    "contributions_late_fine": "DELETE",
    "payments_receipt": "UPDATE, DELETE",
    # the register only grows and changes
    "membership_person": "DELETE",
    "membership_membership": "DELETE",
    "membership_employment": "DELETE",
    # letters and SMS go out, sealed PDFs are drawn and thrown away
    "messaging_mail": "UPDATE, DELETE",
    "passbooks_prepared_pdf": "UPDATE, DELETE",
    # the web leaves jobs and does none
    "procrastinate_jobs": "UPDATE, DELETE",
    "procrastinate_events": "UPDATE, DELETE",
    "procrastinate_periodic_defers": CHANGES,
    "procrastinate_workers": CHANGES,
}
"""What no request needs, by table or view."""


def part_worker_from_web(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the role, give it what the web has, and take from the web."""
    if not settings.OPENJMO_DB_APP_ROLE:
        return
    create_role(editor, settings.OPENJMO_DB_WORKER_ROLE)
    web, worker = (editor.quote_name(name) for name in (settings.OPENJMO_DB_APP_ROLE, settings.OPENJMO_DB_WORKER_ROLE))
    editor.execute(f"GRANT USAGE ON SCHEMA public TO {worker}")
    copy_rights(editor, settings.OPENJMO_DB_APP_ROLE, settings.OPENJMO_DB_WORKER_ROLE)
    editor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {worker}")
    editor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {worker}")
    _share_policies(editor, web, worker)
    for table, rights in NOT_FOR_THE_WEB.items():
        editor.execute(f"REVOKE {rights} ON {table} FROM {web}")
    editor.execute(f"REVOKE EXECUTE ON FUNCTION ledger_open_month(date) FROM PUBLIC, {web}")
    editor.execute(f"GRANT EXECUTE ON FUNCTION ledger_open_month(date) TO {worker}")


def _share_policies(editor: BaseDatabaseSchemaEditor, web: str, worker: str) -> None:
    """What the web sees behind the wall, which is everything, the worker sees as well."""
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' AND roles @> ARRAY[%s::name] "
            "AND NOT roles @> ARRAY[%s::name] AND policyname = 'everything'",
            [settings.OPENJMO_DB_APP_ROLE, settings.OPENJMO_DB_WORKER_ROLE],
        )
        policies = cursor.fetchall()
    for table, policy in policies:
        editor.execute(f"ALTER POLICY {editor.quote_name(policy)} ON {editor.quote_name(table)} TO {web}, {worker}")


class Migration(migrations.Migration):
    """Has no way back: a worker that acts as its role would be left without rights."""

    dependencies = [
        ("support", "0008_second_wall"),
        ("contributions", "0004_nothing_in_clear"),
        ("identity", "0012_limits"),
        ("ledger", "0008_year_ends"),
        ("looks", "0002_chain"),
        ("membership", "0010_nothing_in_clear"),
        ("messaging", "0005_nothing_in_clear"),
        ("passbooks", "0003_sealed_pdfs"),
        ("payments", "0002_received"),
        ("platform", "0003_data_keys"),
        ("privacy", "0003_lifted"),
        ("procrastinate", "0041_post_retry_failed_job"),
        ("proofs", "0002_guards"),
        ("protection", "0006_name"),
        ("recovery", "0002_second_wall"),
        ("savings", "0005_requests_by_person"),
        ("verification", "0002_second_wall"),
    ]
    operations = [migrations.RunPython(part_worker_from_web, migrations.RunPython.noop)]
