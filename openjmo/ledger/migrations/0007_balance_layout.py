"""The columns of a kept balance stand in the order in which they change.

What never changes stands first and is found at a fixed place in the row; what a crediting changes stands together, and so does what a
report changes beside the sum of its month. PostgreSQL logs of an updated row what lies between its unchanged beginning and its unchanged
end, so a crediting's log of a row is a third of what it was. What the digest says of an account is of no fixed length and stands last.

The table is written anew, in the order of the accounts; its rights, policies, checks and triggers are what they were.
"""

from typing import Final

from django.db import migrations

MONTHS: Final = tuple(f"m{month:02d}" for month in range(1, 13))
COLUMNS: Final = (
    *("account_id", "kind", "may_be_negative", "year", "returns_year", *MONTHS, "plain_sen", "claims_sen", "worker_sen", "employer_sen"),
    *("balance_sen", "updated_at", "returns_sen", "year_returns_sen", "account_bytes"),
)

LAYOUT = """
CREATE TABLE ledger_balance_laid (
    account_id      bigint NOT NULL,
    kind            smallint NOT NULL,
    may_be_negative boolean NOT NULL,
    year            smallint NOT NULL DEFAULT 0,
    returns_year    smallint NOT NULL DEFAULT 0,
    @MONTHS@
    plain_sen        bigint NOT NULL DEFAULT 0,
    claims_sen       bigint NOT NULL DEFAULT 0,
    worker_sen       bigint NOT NULL DEFAULT 0,
    employer_sen     bigint NOT NULL DEFAULT 0,
    balance_sen      bigint NOT NULL DEFAULT 0,
    updated_at       timestamptz NOT NULL DEFAULT now(),
    returns_sen      bigint NOT NULL DEFAULT 0,
    year_returns_sen bigint NOT NULL DEFAULT 0,
    account_bytes    bytea NOT NULL
) WITH (fillfactor = 50);
INSERT INTO ledger_balance_laid (@COLUMNS@) SELECT @COLUMNS@ FROM ledger_balance ORDER BY account_id;

DO $$
DECLARE
    deed text;
BEGIN
    FOR deed IN
        SELECT format('ALTER TABLE ledger_balance_laid ADD CONSTRAINT %I %s', 'laid_' || conname, pg_get_constraintdef(oid))
          FROM pg_constraint WHERE conrelid = 'ledger_balance'::regclass AND contype IN ('c', 'p')
        UNION ALL
        SELECT format('REVOKE ALL ON ledger_balance_laid FROM %s', acl.grantee::regrole)
          FROM pg_class, aclexplode(relacl) AS acl WHERE oid = 'ledger_balance_laid'::regclass AND acl.grantee <> relowner
        UNION ALL
        SELECT format('GRANT %s ON ledger_balance_laid TO %s', acl.privilege_type, acl.grantee::regrole)
          FROM pg_class, aclexplode(relacl) AS acl WHERE oid = 'ledger_balance'::regclass AND acl.grantee <> relowner
        UNION ALL
        SELECT format('CREATE POLICY %I ON ledger_balance_laid FOR %s TO %s %s %s', policyname, cmd,
                      (SELECT string_agg(quote_ident(name), ', ') FROM unnest(roles) AS name),
                      'USING (' || qual || ')', 'WITH CHECK (' || with_check || ')')
          FROM pg_policies WHERE schemaname = 'public' AND tablename = 'ledger_balance'
        UNION ALL
        SELECT 'ALTER TABLE ledger_balance_laid ENABLE ROW LEVEL SECURITY' FROM pg_class
         WHERE oid = 'ledger_balance'::regclass AND relrowsecurity
    LOOP
        EXECUTE deed;
    END LOOP;
END $$;
DROP TABLE ledger_balance;
ALTER TABLE ledger_balance_laid RENAME TO ledger_balance;
DO $$
DECLARE
    deed text;
BEGIN
    FOR deed IN SELECT format('ALTER TABLE ledger_balance RENAME CONSTRAINT %I TO %I', conname, replace(conname, 'laid_', ''))
        FROM pg_constraint WHERE conrelid = 'ledger_balance'::regclass AND conname LIKE '%laid\\_%' LOOP
        EXECUTE deed;
    END LOOP;
END $$;
CREATE TRIGGER ledger_balance_refused BEFORE DELETE OR TRUNCATE ON ledger_balance
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_balance_kept BEFORE INSERT OR UPDATE ON ledger_balance
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_balance_kept_only();
"""
LAYOUT = LAYOUT.replace("@MONTHS@", "\n    ".join(f"{name} bigint NOT NULL DEFAULT 0," for name in MONTHS)).replace(
    "@COLUMNS@", ", ".join(COLUMNS)
)


class Migration(migrations.Migration):
    """The table anew."""

    dependencies = [("ledger", "0006_crediting")]
    operations = [migrations.RunSQL(LAYOUT, reverse_sql=migrations.RunSQL.noop)]
