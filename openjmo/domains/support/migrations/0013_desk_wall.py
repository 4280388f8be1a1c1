"""The second wall for the desk: an officer's page sees the files for which it has left a line of who looked, and no others.

`OPENJMO_DB_DESK_ROLE` has no rights but those given here, and none to change a row. At the beginning of a page it sees the officer's own
file; each line of who looked that is written, or still stands, opens the file of its subject until the page ends. So the line comes first by
construction: a page that forgets it finds nothing.

- In the role's own schema, which stands first in its search path, `looks_note` is a function of the owner around the one of the same name:
  it notes under the officer's name only, and then opens (`openjmo_open_files`).
- A page has to know whose line to leave before it may read the request. `openjmo_files_of` tells that by the reference, and nothing else.
- Lists name people without opening a file. In the role's schema the views of requests are the owner's, without what is asked for; names come
  by reference (`support_names_of`), and two lists have a view of their own (`recovery_listed`, `protection_waiting`).
- Lines of reports are filled by COPY, which PostgreSQL refuses where row-level security binds; a view shows those of the open cards.

An answer is given outside of the wall (`portals.staff.guard.OfficerVisit.beyond`). It stands here, in the highest room, because the tables of
many rooms are named.
"""

from typing import Final

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import create_role, out_of_reach, serving_roles

FUNCTIONS: Final = """
-- What the lines of this page have opened; the file of a recovery that is nobody's yet is opened by its reference.
CREATE FUNCTION openjmo_looked_persons() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.looked_persons', true), '')::bigint[]
$$;
CREATE FUNCTION openjmo_looked_accounts() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.looked_accounts', true), '')::bigint[]
$$;
CREATE FUNCTION openjmo_looked_cards() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.looked_cards', true), '')::bigint[]
$$;
CREATE FUNCTION openjmo_looked_ledger() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.looked_ledger', true), '')::bigint[]
$$;
CREATE FUNCTION openjmo_looked_names() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.looked_names', true), '')::text[]
$$;
CREATE FUNCTION openjmo_looked_case() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('openjmo.looked_case', true), '')
$$;

-- Opens the files of these subjects, besides those that are open: a person with account and cards, or an account alone.
CREATE FUNCTION openjmo_open_files(subjects text[]) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
    is_local boolean := current_setting('openjmo.desk_is_local')::boolean;
    persons bigint[];
    accounts bigint[];
    cards bigint[];
    ledger bigint[];
BEGIN
    SELECT array_agg(id), array_remove(array_agg(account_id), NULL) INTO persons, accounts FROM membership_person
     WHERE ref IN (SELECT substr(subject, 8) FROM unnest(subjects) AS subject WHERE subject LIKE 'person:%');
    accounts := accounts || ARRAY(SELECT id FROM identity_account
     WHERE ref IN (SELECT substr(subject, 9) FROM unnest(subjects) AS subject WHERE subject LIKE 'account:%'));
    SELECT array_agg(card.id), array_remove(array_agg(
               coalesce(card.ledger_account_id, (SELECT id FROM ledger_account WHERE code = 'member:' || card.ref))), NULL)
      INTO cards, ledger FROM membership_membership card WHERE card.person_id = ANY (persons);
    PERFORM set_config('openjmo.looked_persons', coalesce((openjmo_looked_persons() || persons)::text, ''), is_local),
        set_config('openjmo.looked_accounts', coalesce((openjmo_looked_accounts() || accounts)::text, ''), is_local),
        set_config('openjmo.looked_cards', coalesce((openjmo_looked_cards() || cards)::text, ''), is_local),
        set_config('openjmo.looked_ledger', coalesce((openjmo_looked_ledger() || ledger)::text, ''), is_local),
        set_config('openjmo.looked_names', coalesce((openjmo_looked_names() || subjects)::text, ''), is_local);
END $$;

CREATE FUNCTION openjmo_close_files(is_local boolean) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM set_config('openjmo.looked_persons', '', is_local), set_config('openjmo.looked_accounts', '', is_local),
        set_config('openjmo.looked_cards', '', is_local), set_config('openjmo.looked_ledger', '', is_local),
        set_config('openjmo.looked_names', '', is_local), set_config('openjmo.looked_case', '', is_local);
END $$;

-- Names the officer, opens the officer's own file, and takes on the role, whose own schema then stands first; gives the role held before.
-- Whoever is no active officer is not named, so that no line can be left and no file opened.
CREATE FUNCTION openjmo_enter_desk(officer bigint, is_local boolean, role text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := current_setting('role');
    named text;
BEGIN
    SELECT 'account:' || account.ref INTO named FROM support_officer held JOIN identity_account account ON account.id = held.account_id
     WHERE held.account_id = officer AND held.is_active;
    PERFORM openjmo_close_files(is_local);
    PERFORM set_config('openjmo.officer', coalesce(named, ''), is_local), set_config('openjmo.desk_is_local', is_local::text, is_local),
        set_config('openjmo.search_path', current_setting('search_path'), is_local);
    IF named IS NOT NULL THEN
        PERFORM openjmo_open_files(array_remove(ARRAY[named, (SELECT 'person:' || ref FROM membership_person WHERE account_id = officer)], NULL));
    END IF;
    PERFORM set_config('search_path', quote_ident(role) || ', public', is_local);
    PERFORM set_config('role', role, is_local);
    RETURN before;
END $$;

CREATE FUNCTION openjmo_leave_desk(role text, is_local boolean) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM openjmo_close_files(is_local);
    PERFORM set_config('search_path', current_setting('openjmo.search_path'), is_local);
    PERFORM set_config('openjmo.officer', '', is_local), set_config('openjmo.desk_is_local', '', is_local);
    PERFORM set_config('role', role, is_local);
END $$;

-- Whose files a request opens, by its reference alone: whoever asked, and everybody a line is due to. Nothing for one that does not exist.
CREATE FUNCTION openjmo_files_of(kind text, of_ref text, OUT owner_id bigint, OUT subjects text[]) LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    CASE kind
    WHEN 'card' THEN
        SELECT asker.account_id, array_remove(ARRAY['person:' || asker.ref, 'person:' || holder.ref], NULL) INTO owner_id, subjects
          FROM membership_card_request asked JOIN membership_person asker ON asker.id = asked.person_id
          LEFT JOIN membership_membership card ON card.card_number = asked.card_number
          LEFT JOIN membership_person holder ON holder.id = coalesce(asked.moved_from_id, card.person_id) WHERE asked.ref = of_ref;
    WHEN 'correction' THEN
        SELECT asked.account_id, array_remove(ARRAY['account:' || asker.ref, 'person:' || known.ref], NULL) INTO owner_id, subjects
          FROM membership_correction_request asked JOIN identity_account asker ON asker.id = asked.account_id
          LEFT JOIN membership_person known ON known.nik_key = asked.nik_key WHERE asked.ref = of_ref;
    WHEN 'difference' THEN
        SELECT asker.account_id, ARRAY['person:' || asker.ref] INTO owner_id, subjects
          FROM savings_difference asked JOIN membership_person asker ON asker.id = asked.person_id WHERE asked.ref = of_ref;
    WHEN 'merge' THEN
        SELECT asker.account_id, ARRAY['person:' || asker.ref, 'person:' || holder.ref, 'person:' || taker.ref] INTO owner_id, subjects
          FROM savings_card_merge asked JOIN membership_person asker ON asker.id = asked.person_id
          JOIN membership_membership source ON source.id = asked.source_id JOIN membership_person holder ON holder.id = source.person_id
          JOIN membership_membership target ON target.id = asked.target_id JOIN membership_person taker ON taker.id = target.person_id
         WHERE asked.ref = of_ref;
    WHEN 'privacy' THEN
        SELECT asker.id, ARRAY['account:' || asker.ref] INTO owner_id, subjects
          FROM privacy_asked asked JOIN identity_account asker ON asker.id = asked.account_id WHERE asked.ref = of_ref;
    WHEN 'data' THEN
        SELECT asker.account_id, ARRAY['person:' || asker.ref] INTO owner_id, subjects
          FROM verification_correction asked JOIN membership_person asker ON asker.account_id = asked.account_id WHERE asked.ref = of_ref;
    WHEN 'face' THEN
        SELECT asker.account_id, ARRAY['person:' || asker.ref] INTO owner_id, subjects
          FROM verification_face asked JOIN membership_person asker ON asker.account_id = asked.account_id WHERE asked.ref = of_ref;
    WHEN 'photo', 'selfie' THEN
        SELECT asker.account_id, ARRAY['person:' || asker.ref] INTO owner_id, subjects
          FROM verification_picture kept JOIN membership_person asker ON asker.account_id = kept.account_id
         WHERE kept.ref = of_ref AND (kept.correction_id IS NULL) = (kind = 'selfie');
    WHEN 'recovery' THEN
        SELECT asked.account_id, CASE WHEN asker.id IS NULL THEN '{}' ELSE ARRAY[coalesce('person:' || known.ref, 'account:' || asker.ref)] END
          INTO owner_id, subjects
          FROM recovery_case asked LEFT JOIN identity_account asker ON asker.id = asked.account_id
          LEFT JOIN membership_person known ON known.account_id = asker.id WHERE asked.ref = of_ref;
        IF subjects = '{}' AND current_setting('openjmo.officer', true) <> '' THEN
            PERFORM set_config('openjmo.looked_case', of_ref, current_setting('openjmo.desk_is_local')::boolean);
        END IF;
    END CASE;
END $$;

-- Whose requests these are, for a list: their names, still sealed.
CREATE FUNCTION support_names_of(refs text[]) RETURNS TABLE (of_ref text, worker bytea, account_name bytea) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT asked.ref, person.worker, account.full_name FROM (
        SELECT * FROM savings_request UNION ALL SELECT * FROM membership_request UNION ALL SELECT * FROM privacy_request
        UNION ALL SELECT * FROM verification_request) AS asked
      LEFT JOIN membership_person person ON person.id = asked.person_id LEFT JOIN identity_account account ON account.id = asked.account_id
     WHERE asked.ref = ANY (refs)
$$;

-- Under what name somebody answers, by their account's reference.
CREATE VIEW support_signer WITH (security_barrier) AS
SELECT account.ref, held.name FROM support_officer held JOIN identity_account account ON account.id = held.account_id;

-- Recoveries that an officer may look after, with what says how far they are.
CREATE VIEW recovery_listed WITH (security_barrier) AS
SELECT found.id, found.ref, found.account_id, account.full_name AS account_name, found.full_name, found.opened_at, found.expires_at,
       found.asks_phone, found.email_proven_at, found.phone_proven_at, found.agreed_at, found.ready_at, found.done_at, found.ended_at,
       found.examined_by
  FROM recovery_case found LEFT JOIN identity_account account ON account.id = found.account_id
 WHERE found.done_at IS NULL AND found.ended_at IS NULL AND (found.email_proven_at IS NOT NULL OR found.examined_by <> '');

-- What one officer has asked and another must agree to.
CREATE VIEW protection_waiting WITH (security_barrier) AS
SELECT 'shorten' AS what, asked.ref, account.full_name, asked.reason, asked.asked_by, asked.asked_at
  FROM protection_shortening asked JOIN identity_account account ON account.id = asked.account_id WHERE asked.agreed_at IS NULL
UNION ALL
SELECT 'thaw', held.ref, account.full_name, held.lift_reason, held.lift_asked_by, held.lift_asked_at
  FROM protection_freeze held JOIN identity_account account ON account.id = held.account_id
 WHERE held.lifts_at IS NULL AND held.lift_asked_at IS NOT NULL;
"""

NOTE: Final = """
CREATE OR REPLACE FUNCTION {schema}.looks_note(
    subjects text[], a_kind text, a_who text, a_name text, a_purpose text, a_about text,
    stands_for interval, opens_at int, closes_at int, most_files int
) RETURNS TABLE (noted_subject text, noted_unusual text) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF a_kind <> 'staff' OR a_who IS DISTINCT FROM nullif(current_setting('openjmo.officer', true), '') THEN
        RAISE EXCEPTION 'a line of the desk is left under the name of its officer' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT * FROM public.looks_note(
        subjects, a_kind, a_who, a_name, a_purpose, a_about, stands_for, opens_at, closes_at, most_files);
    PERFORM openjmo_open_files(subjects);
END $$
"""
_PERSON: Final = "person_id = ANY ((SELECT openjmo_looked_persons())::bigint[])"
_ACCOUNT: Final = "account_id = ANY ((SELECT openjmo_looked_accounts())::bigint[])"
_CARD: Final = "membership_id = ANY ((SELECT openjmo_looked_cards())::bigint[])"
_LEDGER: Final = "account_id = ANY ((SELECT openjmo_looked_ledger())::bigint[])"
ACCOUNT_COLUMNS: Final = (
    "id, ref, email, full_name, phone, phone_key, verified_phone, kind, language, hide_balance, remind_monthly, is_active, created_at, "
    "email_confirmed_at, asks_code, passkey_asked_at, password_set_at, password_reminded_at, password_hint_closed_at, restricted_at, objected_at, "
    "last_login"
)
"""All but the digest of the password."""
OPENED: Final = {
    "identity_account": "id = ANY ((SELECT openjmo_looked_accounts())::bigint[])",
    "membership_person": "id = ANY ((SELECT openjmo_looked_persons())::bigint[])",
    "membership_membership": _PERSON,
    "membership_employment": _CARD,
    "membership_card_request": _PERSON,
    "membership_correction_request": _ACCOUNT,
    "savings_difference": _PERSON,
    "savings_card_merge": _PERSON,
    "privacy_asked": _ACCOUNT,
    "verification_update": _ACCOUNT,
    "verification_fact": _ACCOUNT,
    "verification_check": _ACCOUNT,
    "verification_correction": _ACCOUNT,
    "verification_face": _ACCOUNT,
    "verification_picture": _ACCOUNT,
    "recovery_case": f"{_ACCOUNT} OR (account_id IS NULL AND ref = (SELECT openjmo_looked_case()))",
    "ledger_balance": _LEDGER,
    "ledger_posting": _LEDGER,
}
"""Which rows of members a page of the desk reads."""
COLUMNS: Final = {"identity_account": ACCOUNT_COLUMNS}
"""Where it does not read every column."""
SHOWN: Final = {"contributions_report_line": ("report_id, membership_id, wage_sen, worker_sen, employer_sen", _CARD)}
"""Tables filled by COPY, shown by views in the role's own schema: the columns, and of which rows."""
LISTS: Final = ("savings_request", "membership_request", "privacy_request", "verification_request")
"""Views of requests (kind, reference, state, age, whose), which in the role's own schema ask with the rights of the owner."""
NAMED: Final = ("support_signer", "recovery_listed", "protection_waiting")
"""The views made above."""
OF_NO_MEMBER: Final = {
    "contributions_wage_report": "id, ref, employer_id, month, state, posted_at",
    "contributions_bill": "id, ref, report_id, due_on, paid_at, withdrawn_at",
    "ledger_account": "id, code",
    "ledger_entry": "id, key, event, about, rules_digest",
    "membership_employer": "id, ref, npp, division, name, sector, province_code, created_at",
    "membership_employer_name": "employer_id, name",
    "savings_declared_rate": "id, year, rate_percent, status, source, note, declared_at",
    "support_officer": "id, account_id, name, is_active, appointed_by, appointed_at, removed_by, removed_at",
    "support_task_change": "id, officer_id, task, is_given, by, at",
    "support_opening": "id, ref, officer_id, kind, request_ref, reason, opened_at, until",
    "support_opening_check": "id, opening_id, officer_id, at",
    "support_opening_end": "id, opening_id, officer_id, at",
}
"""Read without a condition: firms and their reports without lines, codes of the ledger, colleagues, and what those opened in emergency."""
FUNCTIONS_FOR: Final = ("openjmo_files_of(text, text)", "support_names_of(text[])")
"""Functions that see more than whoever asks them."""


def build_the_wall(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the role, its schema and what stands in it, and say what it may read."""
    for function in (*FUNCTIONS_FOR, "openjmo_open_files(text[])"):
        editor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
    if not settings.OPENJMO_DB_APP_ROLE:
        return
    create_role(editor, settings.OPENJMO_DB_DESK_ROLE)
    desk, serving = editor.quote_name(settings.OPENJMO_DB_DESK_ROLE), serving_roles(editor)
    editor.execute(f"CREATE SCHEMA IF NOT EXISTS {desk}")
    editor.execute(f"GRANT USAGE ON SCHEMA public, {desk} TO {desk}")
    for table, opened in OPENED.items():
        editor.execute(f"GRANT SELECT{_in(COLUMNS.get(table))} ON {table} TO {desk}")
        editor.execute(f"CREATE POLICY desk ON {table} FOR SELECT TO {desk} USING ({opened})")
    for table, columns in OF_NO_MEMBER.items():
        editor.execute(f"GRANT SELECT{_in(columns)} ON {table} TO {desk}")
        if _is_enclosed(editor, table):
            editor.execute(f"CREATE POLICY desk ON {table} FOR SELECT TO {desk} USING (true)")
    _fill_the_schema(editor, desk)
    for view in NAMED:
        editor.execute(f"REVOKE ALL ON {view} FROM {serving}")
        editor.execute(f"GRANT SELECT ON {view} TO {serving}, {desk}")
    for function in FUNCTIONS_FOR:
        editor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {serving}, {desk}")
    editor.execute(f"GRANT EXECUTE ON FUNCTION openjmo_open_files(text[]) TO {serving}")
    # An unusual look is told to whoever was looked at, in the transaction that reads.
    editor.execute(f'GRANT INSERT (recipient, topic, template, "values", quoted, about, key) ON messaging_message TO {desk}')
    told = "recipient = ANY ((SELECT openjmo_looked_names())::text[]) AND topic = 'security'"
    editor.execute(f"CREATE POLICY desk ON messaging_message FOR INSERT TO {desk} WITH CHECK ({told})")


def _fill_the_schema(editor: BaseDatabaseSchemaEditor, desk: str) -> None:
    """Views and the function that take the place of those of the same name, for this role alone."""
    for table, (columns, opened) in SHOWN.items():
        editor.execute(
            f"CREATE OR REPLACE VIEW {desk}.{table} WITH (security_barrier) AS SELECT {columns} FROM public.{table} WHERE {opened}"  # noqa: S608 - our own names
        )
        editor.execute(f"GRANT SELECT ON {desk}.{table} TO {desk}")
    for view in LISTS:
        with editor.connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_viewdef(%s::regclass)", [f"public.{view}"])
            (definition,) = cursor.fetchone() or ("",)
        editor.execute(f"CREATE OR REPLACE VIEW {desk}.{view} WITH (security_barrier) AS {definition}")
        editor.execute(f"GRANT SELECT ON {desk}.{view} TO {desk}")
    editor.execute(NOTE.format(schema=desk))
    note = f"{desk}.looks_note(text[], text, text, text, text, text, interval, int, int, int)"
    editor.execute(f"REVOKE EXECUTE ON FUNCTION {note} FROM PUBLIC")
    editor.execute(f"GRANT EXECUTE ON FUNCTION {note} TO {desk}")


def _in(columns: str | None) -> str:
    return f" ({columns})" if columns else ""


def _is_enclosed(editor: BaseDatabaseSchemaEditor, table: str) -> bool:
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
        (is_enclosed,) = cursor.fetchone() or (False,)
    return bool(is_enclosed)


class Migration(migrations.Migration):
    """Has no way back: a running system would find no role to act as."""

    dependencies = [
        ("support", "0012_opening_end_second_wall"),
        ("contributions", "0004_nothing_in_clear"),
        ("ledger", "0008_year_ends"),
        ("looks", "0002_chain"),
        ("membership", "0010_nothing_in_clear"),
        ("messaging", "0007_message_code_second_wall"),
        ("privacy", "0003_lifted"),
        ("protection", "0007_lost_call_second_wall"),
        ("recovery", "0002_second_wall"),
        ("savings", "0005_requests_by_person"),
        ("verification", "0002_second_wall"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(build_the_wall, migrations.RunPython.noop),
        out_of_reach(*NAMED),
    ]
