"""A member's page sees the year ends of its own accounts only, and changes none; and one statement can narrow itself.

`openjmo_narrow` does for the length of one statement, on a connection that acts as the member's role all the time, what `openjmo_enter` does
for the length of a page; `openjmo_narrow_session` finds the account by the session. They find out what is an account's own with the rights of the tables' owner, because that role sees nothing yet.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import put_behind_the_wall

NARROW = """
CREATE FUNCTION openjmo_narrow(account bigint) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    own record;
    cards bigint[];
    accounts bigint[];
BEGIN
    SELECT id, ref INTO own FROM membership_person WHERE account_id = account;
    SELECT array_agg(card.id), array_remove(array_agg(
               coalesce(card.ledger_account_id, (SELECT id FROM ledger_account WHERE code = 'member:' || card.ref))), NULL)
      INTO cards, accounts FROM membership_membership card WHERE card.person_id = own.id;
    PERFORM set_config('openjmo.account', account::text, true), set_config('openjmo.person', coalesce(own.id::text, ''), true),
        set_config('openjmo.cards', coalesce(cards::text, ''), true), set_config('openjmo.ledger', coalesce(accounts::text, ''), true),
        set_config('openjmo.names', array_remove(ARRAY[
            (SELECT 'account:' || ref FROM identity_account WHERE id = account), 'person:' || own.ref], NULL)::text, true);
    RETURN account;
END $$;

-- The same for whoever a browser's session belongs to, while it holds; nobody, and nothing is narrowed, when it does not.
CREATE FUNCTION openjmo_narrow_session(digest bytea, present timestamptz, idle_since timestamptz) RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT openjmo_narrow(account_id) FROM identity_session
     WHERE key_digest = digest AND expires_at > present AND seen_at > idle_since AND account_id IS NOT NULL
$$;
"""
OWN_ROWS = {"ledger_year_end": "account_id = ANY ((SELECT ledger_own_accounts())::bigint[])"}


def build(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    put_behind_the_wall(editor, OWN_ROWS)
    if settings.OPENJMO_DB_APP_ROLE:
        member = editor.quote_name(settings.OPENJMO_DB_MEMBER_ROLE)
        editor.execute(f"REVOKE INSERT, UPDATE, DELETE ON ledger_year_end, ledger_year, ledger_year_slice FROM {member}")
        for function in ("openjmo_narrow(bigint)", "openjmo_narrow_session(bytea, timestamptz, timestamptz)"):
            editor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC, {editor.quote_name(settings.OPENJMO_DB_APP_ROLE)}")
            editor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {member}")


class Migration(migrations.Migration):
    """Has no way back: without its policies a running system would see nothing."""

    dependencies = [("support", "0005_crediting_out_of_reach"), ("ledger", "0008_year_ends")]
    operations = [migrations.RunSQL(NARROW, migrations.RunSQL.noop), migrations.RunPython(build, migrations.RunPython.noop)]
