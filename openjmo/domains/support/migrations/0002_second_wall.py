"""The second wall: a member's page acts as a role that sees one member's rows, whatever its queries forget to ask.

- `OPENJMO_DB_MEMBER_ROLE` is what web requests of a signed-in member switch to (`openjmo.platform.own_rows`), naming the account in the
  setting `openjmo.account`. Row-level security shows it the rows of that account and its person; without an account it sees none.
- `OPENJMO_DB_APP_ROLE` keeps seeing all rows: worker, commands, sign-in, desk and employers' pages. Its policies are `true`, which costs a
  query nothing.
- `OPENJMO_DB_READER_ROLE` reads what says nothing of anybody, for whoever looks after the system.

Row-level security does not bind the owner of the tables, who runs migrations and the functions below. It stands here, in the highest
room, because the tables of all rooms are named. Whoever adds a table with members' rows adds it in a migration of their own, named
`…_second_wall` (`openjmo.platform.own_rows.put_behind_the_wall`); a house test asks for every table with a person, an account or a card.

`contributions_report_line` is filled by COPY, which PostgreSQL refuses on such tables; there the role lacks the columns that say who it is.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import copy_rights, create_role

FUNCTIONS = """
CREATE FUNCTION openjmo_account() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.account', true), '')::bigint
$$;

CREATE FUNCTION membership_own_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.person', true), '')::bigint
$$;

CREATE FUNCTION membership_own_cards() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.cards', true), '')::bigint[]
$$;

CREATE FUNCTION ledger_own_accounts() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.ledger', true), '')::bigint[]
$$;

CREATE FUNCTION messaging_own_names() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.names', true), '')::text[]
$$;

-- Finds out once what is an account's own, by index, and then takes on the role; gives the role that was held before.
CREATE FUNCTION openjmo_enter(account bigint, is_local boolean, role text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := current_setting('role');
    own record;
    cards bigint[];
    accounts bigint[];
BEGIN
    SELECT id, ref INTO own FROM membership_person WHERE account_id = account;
    SELECT array_agg(card.id), array_agg(held.id) FILTER (WHERE held.id IS NOT NULL) INTO cards, accounts
      FROM membership_membership card LEFT JOIN ledger_account held ON held.code = 'member:' || card.ref WHERE card.person_id = own.id;
    PERFORM set_config('openjmo.account', account::text, is_local), set_config('openjmo.person', coalesce(own.id::text, ''), is_local),
        set_config('openjmo.cards', coalesce(cards::text, ''), is_local), set_config('openjmo.ledger', coalesce(accounts::text, ''), is_local),
        set_config('openjmo.names', array_remove(ARRAY[
            (SELECT 'account:' || ref FROM identity_account WHERE id = account), 'person:' || own.ref], NULL)::text, is_local);
    -- Prepared statements find a few rows by keys whatever the values; planning them anew behind the wall costs more than it finds.
    PERFORM set_config('plan_cache_mode', 'force_generic_plan', is_local);
    PERFORM set_config('role', role, is_local);
    RETURN before;
END $$;

CREATE FUNCTION openjmo_leave(role text, is_local boolean) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM set_config('openjmo.account', '', is_local), set_config('openjmo.person', '', is_local),
        set_config('openjmo.cards', '', is_local), set_config('openjmo.ledger', '', is_local), set_config('openjmo.names', '', is_local),
        set_config('plan_cache_mode', 'auto', is_local);
    PERFORM set_config('role', role, is_local);
END $$;

-- Four digits of cards under another NIK of the same name, birth date and mother's name (U4): all a member may know of somebody else's row.
CREATE FUNCTION membership_likely_cards(person bigint) RETURNS json LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT json_agg('••• ' || right(likely.card_number, 4) ORDER BY likely.id) FROM membership_person asker
      JOIN membership_person twin ON twin.id <> asker.id
       AND twin.birth_date = asker.birth_date AND lower(twin.full_name) = lower(asker.full_name)
       AND lower(twin.mother_name) = lower(asker.mother_name) AND twin.mother_name <> '' AND twin.account_id IS NULL
      JOIN membership_membership likely ON likely.person_id = twin.id
     WHERE asker.id = person AND (openjmo_account() IS NULL OR asker.account_id = openjmo_account())
$$;

-- Whole report lines of one person, for a copy of their data: a member's page cannot read them in the table.
CREATE FUNCTION contributions_lines_of(person bigint) RETURNS SETOF contributions_report_line LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT line.* FROM membership_membership held JOIN contributions_report_line line ON line.membership_id = held.id
     WHERE held.person_id = person AND (openjmo_account() IS NULL OR person = membership_own_person())
$$;

-- A view asks with the rights of whoever asks the view.
ALTER VIEW membership_card SET (security_invoker = on);
ALTER VIEW membership_at_work SET (security_invoker = on);
ALTER VIEW membership_person_name SET (security_invoker = on);
ALTER VIEW membership_request SET (security_invoker = on);
ALTER VIEW savings_request SET (security_invoker = on);
ALTER VIEW privacy_request SET (security_invoker = on);
"""

_ACCOUNT = "account_id = (SELECT openjmo_account())"
_PERSON = "person_id = (SELECT membership_own_person())"
_LEDGER = "account_id = ANY ((SELECT ledger_own_accounts())::bigint[])"
OWN_ROWS = {
    "identity_account": "id = (SELECT openjmo_account())",
    "identity_access_token": _ACCOUNT,
    "identity_authenticator": _ACCOUNT,
    "identity_consent": _ACCOUNT,
    "identity_device": _ACCOUNT,
    "identity_email_change": _ACCOUNT,
    "identity_one_time_code": _ACCOUNT,
    "identity_passkey": _ACCOUNT,
    "identity_recovery_code": _ACCOUNT,
    "identity_registration": _ACCOUNT,
    "identity_representation": _ACCOUNT,
    "identity_session": _ACCOUNT,
    "identity_sign_in": _ACCOUNT,
    "ledger_balance": _LEDGER,
    "ledger_posting": _LEDGER,
    "looks_look": "subject = ANY ((SELECT messaging_own_names())::text[])",
    "membership_card_request": _PERSON,
    "membership_correction_request": _ACCOUNT,
    "membership_employment": "membership_id = ANY ((SELECT membership_own_cards())::bigint[])",
    "membership_membership": _PERSON,
    "membership_person": _ACCOUNT,
    "messaging_mail": "recipient IN (SELECT unnest(ARRAY[email, phone]) FROM identity_account WHERE id = openjmo_account())",
    "messaging_message": "recipient = ANY ((SELECT messaging_own_names())::text[])",
    "passbooks_issued": _PERSON,
    "passbooks_prepared_pdf": "issued_id IN (SELECT id FROM passbooks_issued)",
    "privacy_asked": _ACCOUNT,
    "protection_freeze": _ACCOUNT,
    "protection_lock": _ACCOUNT,
    "protection_payout_account": _ACCOUNT,
    "protection_shortening": _ACCOUNT,
    "privacy_breach_notice": _ACCOUNT,
    "savings_card_merge": _PERSON,
    "savings_difference": _PERSON,
    "savings_goal": _PERSON,
    "support_officer": _ACCOUNT,
}
"""Which rows of a table are a member's own."""

OUT_OF_REACH = (
    *("contributions_refused_row", "contributions_row_problem", "payments_receipt", "ledger_seal", "membership_request", "savings_request"),
    *("privacy_request", "privacy_breach"),
)
"""No page of a member asks for these."""
ONLY_READ = (
    *("ledger_account", "ledger_entry", "ledger_posting", "ledger_balance", "ledger_link", "ledger_closing", "membership_membership"),
    *("membership_employer", "membership_employment", "proofs_published_total", "savings_declared_rate", "looks_look"),
    *("contributions_wage_report", "contributions_bill", "contributions_late_fine"),
)
"""A page of a member changes nothing here."""
LINE_COLUMNS = (
    "report_id, line, state, card_number, membership_id, wage_sen, back_pay_sen, worker_sen, employer_sen, programmes, started_on, ended_on"
)
"""What a member's page may read of report lines: no NIK, no name, no birth date, no mother's name."""
SAYS_NOTHING_OF_ANYBODY = (
    *("ledger_entry", "ledger_link", "ledger_closing", "proofs_published_total", "savings_declared_rate", "platform_notice"),
    *("procrastinate_workers", "django_migrations"),
)
"""What the reader may read."""


def build_the_wall(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the roles, copy the application's rights without what is not needed, and switch row-level security on."""
    app: str = settings.OPENJMO_DB_APP_ROLE
    if not app:
        return
    app, member, reader = (editor.quote_name(name) for name in (app, settings.OPENJMO_DB_MEMBER_ROLE, settings.OPENJMO_DB_READER_ROLE))
    for name in (settings.OPENJMO_DB_MEMBER_ROLE, settings.OPENJMO_DB_READER_ROLE):
        create_role(editor, name)
    editor.execute(f"GRANT USAGE ON SCHEMA public TO {member}, {reader}")
    copy_rights(editor, settings.OPENJMO_DB_APP_ROLE, settings.OPENJMO_DB_MEMBER_ROLE)
    for table in OUT_OF_REACH:
        editor.execute(f"REVOKE ALL ON {table} FROM {member}")
    for table in ONLY_READ:
        editor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {member}")
    editor.execute(f"REVOKE ALL ON contributions_report_line FROM {member}")
    editor.execute(f"GRANT SELECT ({LINE_COLUMNS}) ON contributions_report_line TO {member}")
    editor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {member}")
    editor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {member}")
    for table in SAYS_NOTHING_OF_ANYBODY:
        editor.execute(f"GRANT SELECT ON {table} TO {reader}")
    for table, own in OWN_ROWS.items():
        editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        editor.execute(f"CREATE POLICY everything ON {table} TO {app} USING (true) WITH CHECK (true)")
        if table == "messaging_message":  # a page may leave a message for somebody else, and not read it
            editor.execute(f"CREATE POLICY leave ON {table} FOR INSERT TO {member} WITH CHECK (true)")
            for deed in ("SELECT", "UPDATE"):
                editor.execute(f"CREATE POLICY own_{deed.lower()} ON {table} FOR {deed} TO {member} USING ({own})")
        else:
            editor.execute(f"CREATE POLICY own ON {table} TO {member} USING ({own}) WITH CHECK ({own})")


class Migration(migrations.Migration):
    """Has no way back: without its policies a running system would see nothing."""

    dependencies = [
        ("support", "0001_initial"),
        ("contributions", "0001_initial"),
        ("identity", "0005_access_token"),
        ("ledger", "0004_month_tables"),
        ("looks", "0002_chain"),
        ("membership", "0006_twins"),
        ("messaging", "0002_sms"),
        ("passbooks", "0002_guards"),
        ("payments", "0002_received"),
        ("privacy", "0001_initial"),
        ("protection", "0001_initial"),
        ("platform", "0002_notice"),
        ("procrastinate", "0041_post_retry_failed_job"),
        ("proofs", "0002_guards"),
        ("savings", "0004_card_merges"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(build_the_wall, migrations.RunPython.noop),
    ]
