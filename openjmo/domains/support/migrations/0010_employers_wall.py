"""The second wall for employers' pages: a role that sees the rows of the one employer a page is about, whatever its queries forget to ask.

`OPENJMO_DB_EMPLOYER_ROLE` has no rights but those given here, so a table made later is out of reach until its migration opens it
(`openjmo.platform.own_rows.open_to_employers`). The connection names account and employer (`openjmo_enter_employer`); an employer for which
the account does not act on that day is not named, and then there are no rows at all.

- Reports, bills, fines, receipts and the questions of the desk: policies.
- Lines, refused rows and what stands against them are filled by COPY, which PostgreSQL refuses where row-level security binds. The role has no
  right on these tables; in its own schema, which stands first in its search path, views of the same names show the employer's rows and the
  columns its pages read. The views ask with the rights of the owner, and let nothing be asked of a row before it is known to be the employer's.
- Of members: the sealed name of those whom the desk asks about, by a policy; whose card a number is, by a function that tells the public
  reference only, for the line of who looked. That line goes under the employer's own name, and its trigger continues the member's chain with
  the rights of the owner.

It stands here, in the highest room, because the tables of many rooms are named.
"""

from typing import Final

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import Deed, create_role, open_to_employers, serving_roles

FUNCTIONS: Final = """
CREATE FUNCTION openjmo_employer() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.employer', true), '')::bigint
$$;

-- As lines of who looked name it.
CREATE FUNCTION openjmo_employer_name() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.employer_name', true), '')
$$;

-- Names account and employer and takes on the role, whose own schema then stands first; gives the role that was held before.
CREATE FUNCTION openjmo_enter_employer(account bigint, employer bigint, today date, is_local boolean, role text) RETURNS text
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := current_setting('role');
    acted_for text;
BEGIN
    SELECT firm.ref INTO acted_for FROM membership_employer firm JOIN identity_representation acting ON acting.employer_ref = firm.ref
     WHERE firm.id = employer AND acting.account_id = account AND acting.since <= today AND (acting.until IS NULL OR acting.until > today)
     LIMIT 1;
    PERFORM set_config('openjmo.account', account::text, is_local),
        set_config('openjmo.employer', CASE WHEN acted_for IS NULL THEN '' ELSE employer::text END, is_local),
        set_config('openjmo.employer_name', coalesce('employer:' || acted_for, ''), is_local),
        set_config('openjmo.search_path', current_setting('search_path'), is_local);
    PERFORM set_config('search_path', quote_ident(role) || ', public', is_local);
    PERFORM set_config('role', role, is_local);
    RETURN before;
END $$;

CREATE FUNCTION openjmo_leave_employer(role text, is_local boolean) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM set_config('search_path', current_setting('openjmo.search_path'), is_local);
    PERFORM set_config('openjmo.account', '', is_local), set_config('openjmo.employer', '', is_local),
        set_config('openjmo.employer_name', '', is_local);
    PERFORM set_config('role', role, is_local);
END $$;

-- The public references of whoever holds these cards: an employer that reads a card number as it typed it leaves a line in its holder's file.
CREATE FUNCTION membership_refs_of_cards(numbers text[]) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT ref FROM membership_person
     WHERE id IN (SELECT person_id FROM membership_membership WHERE card_number = ANY (numbers))
$$;

-- Whoever adds a line need not be able to read the one before it.
ALTER FUNCTION looks_continue() SECURITY DEFINER SET search_path = public, pg_temp;
"""

_OWN: Final = "employer_id = (SELECT openjmo_employer())"
_OWN_REPORT: Final = "report_id IN (SELECT id FROM contributions_wage_report WHERE employer_id = (SELECT openjmo_employer()))"
_ASKED: Final = "asked_employer_id = (SELECT openjmo_employer()) AND state = 'waiting'"
_ABOUT_WHOM: Final = f"id IN (SELECT person_id FROM savings_difference WHERE {_ASKED})"  # noqa: S608 - our own text
_OWN_LOOK: Final = "who = (SELECT openjmo_employer_name())"
OWN_ROWS: Final = {
    "contributions_wage_report": (
        Deed("SELECT", _OWN),
        Deed("INSERT", f"{_OWN} AND state = 'received'"),
        Deed("UPDATE", _OWN, columns="state", becomes=f"{_OWN} AND state = 'withdrawn'"),
    ),
    "contributions_bill": (
        Deed("SELECT", _OWN_REPORT),
        Deed("UPDATE", _OWN_REPORT, columns="withdrawn_at", becomes=f"{_OWN_REPORT} AND withdrawn_at IS NOT NULL"),
    ),
    "contributions_late_fine": (
        Deed("SELECT", _OWN),
        Deed("UPDATE", _OWN, columns="charged_in_id", becomes=f"{_OWN} AND charged_in_id IS NULL"),
    ),
    "payments_receipt": (Deed("SELECT", "billing_code IN (SELECT billing_code FROM contributions_bill)"),),
    "savings_difference": (Deed("SELECT", _ASKED, columns="id, ref, month, card_number, state, asked_at, asked_employer_id, person_id"),),
    "membership_person": (Deed("SELECT", _ABOUT_WHOM, columns="id, ref, worker"),),
    "looks_look": (
        Deed("SELECT", _OWN_LOOK, columns="subject, at, kind, who, purpose, about"),
        Deed("INSERT", f"{_OWN_LOOK} AND kind = 'employer'"),
    ),
}
"""What an employer's page may do with which rows."""
SHOWN: Final = {
    "contributions_report_line": "report_id, line, state, card_number, worker, wage_sen, worker_sen, employer_sen",
    "contributions_refused_row": "report_id, line, cells",
    "contributions_row_problem": 'id, report_id, line, field, severity, code, message, fix, "values", quoted',
}
"""Tables filled by COPY, shown by views in the role's own schema, and the columns that they show."""
LEFT_BEHIND: Final = {
    "procrastinate_jobs": "INSERT (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at), SELECT (id)",
    "procrastinate_events": "INSERT (job_id, type, at)",
    "SEQUENCE procrastinate_jobs_id_seq": "USAGE",
    "SEQUENCE procrastinate_events_id_seq": "USAGE",
}
"""What leaving a job takes; a page cannot read what others left."""
MEMBERS_READ: Final = ("contributions_wage_report", "contributions_bill", "contributions_late_fine")
"""Members' pages read these without a condition of the wall, because they say nothing of anybody."""
NOT_FOR_EVERYBODY: Final = ("membership_likely_cards(bigint)", "contributions_lines_of(bigint)")
"""Functions that see more than whoever asks them, made for members' pages."""


def build_the_wall(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the role, its schema and its views, and say what it may."""
    if not settings.OPENJMO_DB_APP_ROLE:
        return
    create_role(editor, settings.OPENJMO_DB_EMPLOYER_ROLE)
    employer, member = (editor.quote_name(name) for name in (settings.OPENJMO_DB_EMPLOYER_ROLE, settings.OPENJMO_DB_MEMBER_ROLE))
    serving = serving_roles(editor)
    editor.execute(f"CREATE SCHEMA IF NOT EXISTS {employer}")
    editor.execute(f"GRANT USAGE ON SCHEMA public, {employer} TO {employer}")
    for table, columns in SHOWN.items():
        editor.execute(
            f"CREATE OR REPLACE VIEW {employer}.{table} WITH (security_barrier) AS "  # noqa: S608 - our own names
            f"SELECT {columns} FROM public.{table} WHERE report_id IN (SELECT id FROM public.contributions_wage_report WHERE employer_id = (SELECT public.openjmo_employer()))"
        )
        editor.execute(f"GRANT SELECT ON {employer}.{table} TO {employer}")
    for table in OWN_ROWS:
        _enclose(editor, table, f"{serving}, {member}" if table in MEMBERS_READ else serving)
    open_to_employers(editor, OWN_ROWS)
    for table, rights in LEFT_BEHIND.items():
        editor.execute(f"GRANT {rights} ON {table} TO {employer}")
    for function in NOT_FOR_EVERYBODY:
        editor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
        editor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {serving}, {member}")
    editor.execute("REVOKE EXECUTE ON FUNCTION membership_refs_of_cards(text[]) FROM PUBLIC")
    editor.execute(f"GRANT EXECUTE ON FUNCTION membership_refs_of_cards(text[]) TO {serving}, {employer}")


def _enclose(editor: BaseDatabaseSchemaEditor, table: str, seeing_everything: str) -> None:
    """Switch row-level security on for a table that had none; those roles see it as before."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
        (is_enclosed,) = cursor.fetchone() or (False,)
    if not is_enclosed:
        editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        editor.execute(f"CREATE POLICY everything ON {table} TO {seeing_everything} USING (true) WITH CHECK (true)")


class Migration(migrations.Migration):
    """Has no way back: without its policies a running system would see nothing."""

    dependencies = [("support", "0009_worker_role")]
    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(build_the_wall, migrations.RunPython.noop),
    ]
