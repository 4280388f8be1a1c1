"""Whose session it is, with the statement narrowed to what is theirs: for a page of one statement (`own_statement.OWN_OF_SESSION`).

`openjmo_own_session` takes the place of `openjmo_narrow_session`: it narrows as that did, by `openjmo_narrow`, and hands over the session and
its account, which the statement had to look for once more.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FUNCTION = """
DROP FUNCTION openjmo_narrow_session(bytea, timestamptz, timestamptz);

-- All is empty, and nothing is narrowed, where the session does not hold.
CREATE FUNCTION openjmo_own_session(digest bytea, present timestamptz, idle_since timestamptz,
    OUT account_id bigint, OUT ref text, OUT password text, OUT is_active boolean, OUT hide_balance boolean,
    OUT data bytea, OUT seen_at timestamptz)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT account.id, account.ref, account.password, account.is_active, account.hide_balance, session.data, session.seen_at
      INTO account_id, ref, password, is_active, hide_balance, data, seen_at
      FROM identity_session session JOIN identity_account account ON account.id = session.account_id
     WHERE session.key_digest = digest AND session.expires_at > present AND session.seen_at > idle_since;
    IF account_id IS NOT NULL THEN
        PERFORM openjmo_narrow(account_id);
    END IF;
END $$;
"""


def grant(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """To members' pages only."""
    if settings.OPENJMO_DB_APP_ROLE:
        function = "openjmo_own_session(bytea, timestamptz, timestamptz)"
        editor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC, {editor.quote_name(settings.OPENJMO_DB_APP_ROLE)}")
        editor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {editor.quote_name(settings.OPENJMO_DB_MEMBER_ROLE)}")


class Migration(migrations.Migration):
    """Has no way back, as the wall has none."""

    dependencies = [("support", "0010_employers_wall")]
    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop), migrations.RunPython(grant, migrations.RunPython.noop)]
