"""Narrowing looks once for what it narrows to: the session with its account, its person and their cards in one query instead of four.

What is seen is what it was: `openjmo_narrow_to` says the same five things of an account that `openjmo_narrow` said. `openjmo_own_session`
hands over who the person is as well, which the statement had to look for once more.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FUNCTIONS = """
CREATE FUNCTION openjmo_narrow_to(account bigint, account_ref text, person bigint, person_ref text, cards bigint[], accounts bigint[])
    RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    said text;
BEGIN
    IF array_position(accounts, NULL) IS NOT NULL THEN  -- a card that got money before its first report
        SELECT array_agg(coalesce(card.ledger_account_id, (SELECT id FROM ledger_account WHERE code = 'member:' || card.ref)))
          INTO accounts FROM membership_membership card WHERE card.id = ANY (cards);
    END IF;
    said := set_config('openjmo.account', account::text, true);
    said := set_config('openjmo.person', coalesce(person::text, ''), true);
    said := set_config('openjmo.cards', coalesce(cards::text, ''), true);
    said := set_config('openjmo.ledger', coalesce(array_remove(accounts, NULL)::text, ''), true);
    said := set_config('openjmo.names', array_remove(ARRAY['account:' || account_ref, 'person:' || person_ref], NULL)::text, true);
    RETURN account;
END $$;
REVOKE EXECUTE ON FUNCTION openjmo_narrow_to(bigint, text, bigint, text, bigint[], bigint[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION openjmo_narrow(account bigint) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    own record;
BEGIN
    SELECT (SELECT ref FROM identity_account WHERE id = account) AS account_ref, person.id, person.ref, held.cards, held.accounts INTO own
      FROM (SELECT) AS one LEFT JOIN membership_person person ON person.account_id = account
      LEFT JOIN LATERAL (SELECT array_agg(card.id) AS cards, array_agg(card.ledger_account_id) AS accounts
           FROM membership_membership card WHERE card.person_id = person.id) held ON true;
    RETURN openjmo_narrow_to(account, own.account_ref, own.id, own.ref, own.cards, own.accounts);
END $$;

DROP FUNCTION openjmo_own_session(bytea, timestamptz, timestamptz);

-- All is empty, and nothing is narrowed, where the session does not hold.
CREATE FUNCTION openjmo_own_session(digest bytea, present timestamptz, idle_since timestamptz,
    OUT account_id bigint, OUT ref text, OUT password text, OUT is_active boolean, OUT hide_balance boolean,
    OUT data bytea, OUT seen_at timestamptz, OUT person_id bigint, OUT person_ref text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    cards bigint[];
    accounts bigint[];
BEGIN
    SELECT account.id, account.ref, account.password, account.is_active, account.hide_balance, session.data, session.seen_at,
           own.id, own.ref, held.cards, held.accounts
      INTO account_id, ref, password, is_active, hide_balance, data, seen_at, person_id, person_ref, cards, accounts
      FROM identity_session session JOIN identity_account account ON account.id = session.account_id
      LEFT JOIN membership_person own ON own.account_id = account.id
      LEFT JOIN LATERAL (SELECT array_agg(card.id) AS cards, array_agg(card.ledger_account_id) AS accounts
           FROM membership_membership card WHERE card.person_id = own.id) held ON true
     WHERE session.key_digest = digest AND session.expires_at > present AND session.seen_at > idle_since;
    IF account_id IS NOT NULL THEN
        account_id := openjmo_narrow_to(account_id, ref, person_id, person_ref, cards, accounts);
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

    dependencies = [("support", "0013_desk_wall")]
    operations = [migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop), migrations.RunPython(grant, migrations.RunPython.noop)]
