"""What each member account held, part by part, at the end of every closed year: the years are told without reading their postings.

A closed year takes no more entries (0003), so what it left is final and may be kept once for ever. The order to keep a slice of accounts is
a row in `ledger_year_slice`; its trigger sums the postings of that year, adds what the year before left, and writes `ledger_year_end`, which
nothing else may write. An account without postings in a year has no row for it: what it held is the row of the latest year before. A row in
`ledger_year` says that all slices of a year are done; the database refuses it earlier. Nothing here is ever changed or deleted.

`slice` is the account's number shifted by 17 bits, the slices of openjmo/ledger/years.py.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

YEAR_ENDS = """
CREATE TABLE ledger_year_end (
    account_id   bigint NOT NULL,
    year         smallint NOT NULL,
    worker_sen   bigint NOT NULL,
    employer_sen bigint NOT NULL,
    returns_sen  bigint NOT NULL,
    claims_sen   bigint NOT NULL,
    CONSTRAINT ledger_year_end_pkey PRIMARY KEY (account_id, year) INCLUDE (worker_sen, employer_sen, returns_sen, claims_sen)
);
CREATE TABLE ledger_year_slice (
    year       smallint NOT NULL,
    slice      integer NOT NULL,
    carried_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ledger_year_slice_pkey PRIMARY KEY (year, slice)
);
CREATE TABLE ledger_year (
    year       smallint NOT NULL,
    carried_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ledger_year_pkey PRIMARY KEY (year)
);

CREATE FUNCTION ledger_carry_slice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    SET work_mem = '128MB' AS $$
DECLARE
    first date := make_date(NEW.year, 1, 1);
    last date := make_date(NEW.year, 12, 31);
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_closing WHERE through >= last) THEN
        RAISE EXCEPTION 'the year % is not closed', NEW.year USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM ledger_entry WHERE business_on < first)
        AND NOT EXISTS (SELECT FROM ledger_year WHERE year = NEW.year - 1) THEN
        RAISE EXCEPTION 'the year before % is not carried on yet', NEW.year USING ERRCODE = 'restrict_violation';
    END IF;
    INSERT INTO ledger_year_end (account_id, year, worker_sen, employer_sen, returns_sen, claims_sen)
    SELECT moved.account_id, NEW.year, coalesce(before.worker_sen, 0) + moved.worker, coalesce(before.employer_sen, 0) + moved.employer,
           coalesce(before.returns_sen, 0) + moved.returns, coalesce(before.claims_sen, 0) + moved.claims
      FROM (SELECT posting.account_id,
                   coalesce(sum(posting.amount_sen) FILTER (WHERE posting.component = 1), 0)::bigint AS worker,
                   coalesce(sum(posting.amount_sen) FILTER (WHERE posting.component = 2), 0)::bigint AS employer,
                   coalesce(sum(posting.amount_sen) FILTER (WHERE posting.component = 3), 0)::bigint AS returns,
                   coalesce(sum(posting.amount_sen) FILTER (WHERE posting.component = 4), 0)::bigint AS claims
              FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id AND account.kind = 1
             WHERE posting.account_id BETWEEN NEW.slice::bigint << 17 AND ((NEW.slice::bigint + 1) << 17) - 1
               AND posting.business_on BETWEEN first AND last GROUP BY 1) AS moved
      LEFT JOIN LATERAL (SELECT * FROM ledger_year_end earlier
                          WHERE earlier.account_id = moved.account_id AND earlier.year < NEW.year ORDER BY earlier.year DESC LIMIT 1
                        ) AS before ON true
     ORDER BY moved.account_id;
    RETURN NULL;
END $$;

CREATE FUNCTION ledger_year_whole() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT id >> 17 AS slice FROM ledger_account WHERE kind = 1) AS held
                WHERE NOT EXISTS (SELECT FROM ledger_year_slice done WHERE done.year = NEW.year AND done.slice = held.slice)) THEN
        RAISE EXCEPTION 'the year % is not carried on whole yet', NEW.year USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ledger_year_end_carried_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION '% on % is refused: it is written when a slice of a closed year is carried on', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER ledger_year_end_kept BEFORE INSERT ON ledger_year_end FOR EACH STATEMENT EXECUTE FUNCTION ledger_year_end_carried_only();
CREATE TRIGGER ledger_year_end_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_year_end
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_year_slice_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_year_slice
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_year_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_year
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_year_slice_carried AFTER INSERT ON ledger_year_slice FOR EACH ROW EXECUTE FUNCTION ledger_carry_slice();
CREATE TRIGGER ledger_year_whole BEFORE INSERT ON ledger_year FOR EACH ROW EXECUTE FUNCTION ledger_year_whole();
"""


def take_rights_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The role that web and worker act as orders a slice and says that a year is whole; what was kept it reads."""
    role: str = settings.OPENJMO_DB_APP_ROLE
    if role:
        name = editor.quote_name(role)
        editor.execute(f"REVOKE INSERT, UPDATE, DELETE ON ledger_year_end FROM {name}")
        editor.execute(f"REVOKE UPDATE, DELETE ON ledger_year_slice, ledger_year FROM {name}")


class Migration(migrations.Migration):
    """Year ends."""

    dependencies = [("ledger", "0007_balance_layout")]
    operations = [
        migrations.RunSQL(YEAR_ENDS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(take_rights_away, migrations.RunPython.noop),
        migrations.CreateModel(
            name="YearEnd",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("account_id", "year", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to="ledger.account"
                    ),
                ),
                ("year", models.SmallIntegerField()),
                ("worker_sen", models.BigIntegerField()),
                ("employer_sen", models.BigIntegerField()),
                ("returns_sen", models.BigIntegerField()),
                ("claims_sen", models.BigIntegerField()),
            ],
            options={"db_table": "ledger_year_end", "managed": False},
        ),
    ]
