"""One row for all that an entry moves on an account, where each part had a row of its own.

Most postings come in pairs: the worker's share and the employer's, of one account, one day and one entry. `ledger_line` keeps both in one row,
one column a part, and nothing where a part is not moved. That is half as many rows, half as many entries of the index, and a digest that
needs no grouping. The moment of recording is the entry's and is kept there alone. `ledger_posting` is a view now: one row a part, as it was.

- The digest of an entry is what it was (openjmo/ledger/chain.py), so no link changes.
- A posting by itself is told by account, entry and part; an account has one line in an entry.
- In the row of a kept balance the sums of months stand on both sides of what every posting changes: half the way to the furthest month.
"""

from importlib import import_module
from typing import Final

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

MONTHS: Final = tuple(f"m{month:02d}" for month in range(1, 13))
PARTS: Final = ("worker", "employer", "returns", "claims")
"""The parts of a member's account, in the order of their numbers from 1."""
ALL: Final = ("plain", *PARTS)
BECAME: Final = {"ledger_posting": "ledger_line"}
"""The policies of the one are those of the other now."""

LINES: Final = (
    """
DO $$
BEGIN
    IF current_setting('server_version_num')::int < 180000 THEN
        RAISE EXCEPTION 'PostgreSQL 18 or newer is needed, and this is %', current_setting('server_version')
            USING ERRCODE = 'feature_not_supported';
    END IF;
END $$;

-- Nothing may be posted between the copy and the end of what was copied.
LOCK TABLE ledger_posting, ledger_balance, ledger_entry, ledger_account IN SHARE ROW EXCLUSIVE MODE;

CREATE TABLE ledger_line (
    account_id   bigint NOT NULL,
    entry_id     bigint NOT NULL,
    business_on  date NOT NULL,
    plain_sen    bigint,
    worker_sen   bigint,
    employer_sen bigint,
    returns_sen  bigint,
    claims_sen   bigint,
    CONSTRAINT ledger_line_moves CHECK (plain_sen <> 0 AND worker_sen <> 0 AND employer_sen <> 0 AND returns_sen <> 0 AND claims_sen <> 0),
    CONSTRAINT ledger_line_plain_or_parts CHECK (
        (plain_sen IS NULL) <> (coalesce(worker_sen, employer_sen, returns_sen, claims_sen) IS NULL)),
    CONSTRAINT ledger_line_pkey PRIMARY KEY (account_id, business_on, entry_id)
) PARTITION BY RANGE (business_on);
CREATE INDEX ledger_line_entry ON ledger_line USING brin (entry_id) WITH (pages_per_range = 16, autosummarize = on);
CREATE TABLE ledger_line_rest PARTITION OF ledger_line DEFAULT;

CREATE OR REPLACE FUNCTION ledger_month_table(month date) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 'ledger_line_' || to_char(month, 'YYYY_MM')
$$;

CREATE OR REPLACE FUNCTION ledger_open_month(month date) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    SET lock_timeout = '5s' AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    following date := (date_trunc('month', month) + interval '1 month')::date;
    name text := ledger_month_table(month);
    other regrole;
BEGIN
    IF first NOT BETWEEN date '1977-01-01' AND (current_date + interval '24 months')::date THEN
        RAISE EXCEPTION 'no table for %', first USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('openjmo.ledger.months', 0));
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE ledger_line INCLUDING CONSTRAINTS, '
        'CONSTRAINT %I CHECK (business_on >= %L AND business_on < %L))', name, name || '_month', first, following);
    FOR other IN SELECT acl.grantee::regrole FROM pg_class, aclexplode(relacl) AS acl
        WHERE oid = name::regclass AND acl.grantee <> relowner LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %s', name, other);
    END LOOP;
    EXECUTE format('ALTER TABLE ledger_line ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first, following);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', name, name || '_month');
    PERFORM ledger_guard_month(name::regclass);
    RETURN true;
END $$;

DO $$
DECLARE
    deed text;
    old record;
BEGIN
    FOR deed IN
        SELECT format('REVOKE ALL ON %s FROM %s', fresh.oid::regclass, acl.grantee::regrole)
          FROM pg_class fresh, aclexplode(relacl) AS acl
         WHERE fresh.oid IN ('ledger_line'::regclass, 'ledger_line_rest'::regclass) AND acl.grantee <> relowner
        UNION ALL
        SELECT format('GRANT %s ON ledger_line TO %s', acl.privilege_type, acl.grantee::regrole)
          FROM pg_class, aclexplode(relacl) AS acl WHERE oid = 'ledger_posting'::regclass AND acl.grantee <> relowner
        UNION ALL
        SELECT format('CREATE POLICY %I ON ledger_line FOR %s TO %s %s %s', policyname, cmd,
                      (SELECT string_agg(quote_ident(name), ', ') FROM unnest(roles) AS name),
                      'USING (' || qual || ')', 'WITH CHECK (' || with_check || ')')
          FROM pg_policies WHERE schemaname = 'public' AND tablename = 'ledger_posting'
        UNION ALL
        SELECT 'ALTER TABLE ledger_line ENABLE ROW LEVEL SECURITY' FROM pg_class WHERE oid = 'ledger_posting'::regclass AND relrowsecurity
    LOOP
        EXECUTE deed;
    END LOOP;
    FOR old IN SELECT inhrelid::regclass AS name, to_date(substring(inhrelid::regclass::text FROM '\\d{4}_\\d{2}$'), 'YYYY_MM') AS month
                 FROM pg_inherits WHERE inhparent = 'ledger_posting'::regclass ORDER BY 2 LOOP
        IF old.month IS NOT NULL THEN
            PERFORM ledger_open_month(old.month);
        END IF;
        EXECUTE format('INSERT INTO ledger_line (account_id, entry_id, business_on, @COLUMNS@) '
            'SELECT account_id, entry_id, business_on, @PIVOTED@ FROM %s GROUP BY 1, 2, 3 ORDER BY entry_id, account_id', old.name);
    END LOOP;
END $$;
DROP TABLE ledger_posting;
DROP FUNCTION ledger_posting_inserted();
SELECT ledger_guard_month('ledger_line_rest');

CREATE VIEW ledger_posting WITH (security_invoker = on) AS
    SELECT line.account_id, line.business_on, line.entry_id, part.component, part.amount_sen, entry.recorded_at
      FROM ledger_line line LEFT JOIN ledger_entry entry ON entry.id = line.entry_id
     CROSS JOIN LATERAL (VALUES @NUMBERED@) AS part (component, amount_sen) WHERE part.amount_sen IS NOT NULL;
DO $$
DECLARE
    deed text;
BEGIN
    FOR deed IN
        SELECT format('REVOKE ALL ON ledger_posting FROM %s', acl.grantee::regrole)
          FROM pg_class, aclexplode(relacl) AS acl WHERE oid = 'ledger_posting'::regclass AND acl.grantee <> relowner
        UNION ALL
        SELECT format('GRANT SELECT ON ledger_posting TO %s', acl.grantee::regrole)
          FROM pg_class, aclexplode(relacl) AS acl
         WHERE oid = 'ledger_line'::regclass AND acl.grantee <> relowner AND acl.privilege_type = 'SELECT'
    LOOP
        EXECUTE deed;
    END LOOP;
END $$;
""".replace("@COLUMNS@", ", ".join(f"{part}_sen" for part in ALL))
    .replace("@PIVOTED@", ", ".join(f"max(amount_sen) FILTER (WHERE component = {number})" for number, _ in enumerate(ALL)))
    .replace("@NUMBERED@", ", ".join(f"({number}::smallint, line.{part}_sen)" for number, part in enumerate(ALL)))
)

_OLD_LAYOUT: Final = import_module("openjmo.ledger.migrations.0007_balance_layout").LAYOUT
_ORDER: Final = (
    *(f"{name} bigint NOT NULL DEFAULT 0" for name in MONTHS[:6]),
    *("returns_sen bigint NOT NULL DEFAULT 0", "year_returns_sen bigint NOT NULL DEFAULT 0", "balance_sen bigint NOT NULL DEFAULT 0"),
    *("updated_at timestamptz NOT NULL DEFAULT now()", "worker_sen bigint NOT NULL DEFAULT 0", "employer_sen bigint NOT NULL DEFAULT 0"),
    *(f"{name} bigint NOT NULL DEFAULT 0" for name in MONTHS[6:]),
    *("plain_sen bigint NOT NULL DEFAULT 0", "claims_sen bigint NOT NULL DEFAULT 0", "account_bytes bytea NOT NULL"),
)
LAYOUT: Final = (
    "CREATE TABLE ledger_balance_laid (account_id bigint NOT NULL, kind smallint NOT NULL, may_be_negative boolean NOT NULL, "
    f"year smallint NOT NULL DEFAULT 0, returns_year smallint NOT NULL DEFAULT 0, {', '.join(_ORDER)}) WITH (fillfactor = 50);\n"
    + _OLD_LAYOUT[_OLD_LAYOUT.index("INSERT INTO ledger_balance_laid") :]
)
"""The table of balances is written anew as it was before (0007), its columns in another order."""


def total_of(row: str, *, positive: bool = False) -> str:
    """SQL for what a line moves altogether; with `positive`, the sum of what it credits."""
    amounts = (f"coalesce({row}.{part}_sen, 0)" for part in ALL)
    return " + ".join(f"greatest({amount}, 0)" if positive else amount for amount in amounts)


COUNT: Final = "num_nonnulls({0}.plain_sen, {0}.worker_sen, {0}.employer_sen, {0}.returns_sen, {0}.claims_sen)"
BYTES: Final = " || ".join(
    f"CASE WHEN {{0}}.{part}_sen IS NULL THEN ''::bytea ELSE '\\x{number:04x}'::bytea || int8send({{0}}.{part}_sen) END"
    for number, part in enumerate(ALL)
)
"""What the digest says of a line's parts."""
SHARES: Final = (
    "CASE WHEN added.worker_sen IS NOT NULL AND added.employer_sen IS NOT NULL AND added.returns_sen IS NULL AND added.claims_sen IS NULL "
    "THEN '\\x000000020001'::bytea || int8send(added.worker_sen) || '\\x0002'::bytea || int8send(added.employer_sen) "
    f"ELSE int4send({COUNT.format('added')}) || {BYTES.format('added')} END"
)
"""The same with their count, short for the two shares of a contribution, which are nearly all lines."""
MOVED: Final = "coalesce(added.worker_sen, 0) + coalesce(added.employer_sen, 0) + coalesce(added.claims_sen, 0)"
KEPT: Final = ", ".join(
    (
        *(f"{part}_sen = balance.{part}_sen + coalesce(added.{part}_sen, 0)" for part in PARTS),
        f"balance_sen = balance.balance_sen + coalesce(added.returns_sen, 0) + {MOVED}",
        "updated_at = now()",
        "year = CASE WHEN balance.year < in_year AND added.moves THEN in_year ELSE balance.year END",
        "returns_year = CASE WHEN balance.returns_year < in_year AND added.returns_sen IS NOT NULL THEN in_year ELSE balance.returns_year END",
        (
            "year_returns_sen = CASE WHEN added.returns_sen IS NULL OR balance.returns_year > in_year THEN balance.year_returns_sen "
            "WHEN balance.returns_year = in_year THEN balance.year_returns_sen + added.returns_sen ELSE added.returns_sen END"
        ),
        *(
            # The month is known when the statement is planned, so that one branch is left of each of these.
            f"{name} = CASE WHEN in_month = {number} THEN "
            f"CASE WHEN NOT added.moves OR balance.year > in_year THEN balance.{name} "
            f"WHEN balance.year = in_year THEN balance.{name} + {MOVED} ELSE {MOVED} END "
            f"ELSE CASE WHEN balance.year >= in_year OR NOT added.moves THEN balance.{name} ELSE 0 END END"
            for number, name in enumerate(MONTHS, 1)
        ),
    )
)
"""What a line of an entry that counts in `in_month` of `in_year` changes in the kept balance of a member's account."""

POSTING: Final = (
    """
CREATE FUNCTION ledger_line_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_hashjoin = off SET enable_nestloop = on SET plan_cache_mode = force_custom_plan
    SET work_mem = '64MB' AS $$
DECLARE
    looked record;
    made record;
    own record;
    in_year smallint;
    in_month smallint;
    sealed bigint;
BEGIN
    SELECT min(entry_id) AS first, max(entry_id) AS last, count(*) AS lines,
           count(plain_sen) + count(worker_sen) + count(employer_sen) + count(returns_sen) + count(claims_sen) AS given,
           min(account_id) FILTER (WHERE plain_sen IS NULL) AS lowest, max(account_id) FILTER (WHERE plain_sen IS NULL) AS highest,
           sum(@TOTAL@) AS total, sum(@TURNOVER@) AS turnover INTO looked FROM posted;
    IF looked.lines = 0 THEN
        RETURN NULL;
    ELSIF looked.first < looked.last THEN
        PERFORM 1 FROM ledger_balance WHERE account_id IN (SELECT account_id FROM posted)
          ORDER BY kind = 1 DESC, CASE WHEN kind = 1 THEN account_id ELSE -account_id END FOR NO KEY UPDATE;
        -- Of one entry the check on the kept balance tells; those of several could cancel out.
        IF EXISTS (SELECT FROM posted JOIN ledger_balance balance USING (account_id) WHERE (kind = 1) <> (posted.plain_sen IS NULL)) THEN
            RAISE EXCEPTION 'a member has parts and nothing else, and nobody else has parts' USING ERRCODE = 'check_violation';
        END IF;
        WITH line AS (
            SELECT posted.*, entry.in_year, entry.in_month,
                   greatest(balance.year, max(entry.in_year) FILTER (
                       WHERE coalesce(posted.worker_sen, posted.employer_sen, posted.claims_sen) IS NOT NULL) OVER account) AS year,
                   greatest(balance.returns_year, max(entry.in_year) FILTER (WHERE posted.returns_sen IS NOT NULL) OVER account) AS returns_year
              FROM posted JOIN (
                    SELECT entry.* FROM (SELECT DISTINCT entry_id FROM posted) AS one, ledger_entry_taking(one.entry_id) AS entry
                   ) AS entry ON entry.id = posted.entry_id
              JOIN ledger_balance balance ON balance.account_id = posted.account_id WINDOW account AS (PARTITION BY posted.account_id)
        ), added AS (
            SELECT account_id, year, returns_year, @SUMS@,
                   coalesce(sum(returns_sen) FILTER (WHERE line.in_year = returns_year), 0)::bigint AS year_returns, @ADDED_MONTHS@
              FROM line GROUP BY account_id, year, returns_year
        )
        UPDATE ledger_balance balance
           SET @KEPT_SUMS@, balance_sen = balance.balance_sen + @ADDED@, updated_at = now(),
               year = added.year, returns_year = added.returns_year,
               year_returns_sen = CASE WHEN balance.returns_year = added.returns_year THEN balance.year_returns_sen ELSE 0 END
                   + added.year_returns, @KEPT_MONTHS@
          FROM added WHERE added.account_id = balance.account_id;
        FOR made IN SELECT entry.*, one.given FROM (SELECT entry_id, sum(@COUNT@) AS given FROM posted GROUP BY 1 ORDER BY 1) AS one,
                ledger_entry_taking(one.entry_id) AS entry LOOP
            WITH line AS (
                SELECT posted.account_id, @COUNT@ AS line_count, @TOTAL@ AS total, @TURNOVER@ AS turnover,
                       balance.account_bytes || int4send(@COUNT@) || @BYTES@ AS bytes
                  FROM posted JOIN ledger_balance balance ON balance.account_id = posted.account_id
                 WHERE entry_id = made.id AND business_on = made.business_on
            ), slice AS (
                SELECT account_id >> 16 AS place, sum(line_count) AS line_count, sum(total) AS total, sum(turnover) AS turnover,
                       sha256(string_agg(bytes, ''::bytea ORDER BY account_id)) AS digest
                  FROM line GROUP BY 1
            )
            INSERT INTO ledger_seal (entry_id, posting_count, total_sen, turnover_sen, postings)
            SELECT made.id, coalesce(sum(line_count), 0), coalesce(sum(total), 0), coalesce(sum(turnover), 0),
                   coalesce(string_agg(digest, ''::bytea ORDER BY place), ''::bytea)
              FROM slice
            RETURNING posting_count INTO sealed;
            PERFORM ledger_must_be_sealed(made.given, sealed);
        END LOOP;
        RETURN NULL;
    END IF;
    SELECT * INTO made FROM ledger_entry_taking(looked.first);
    in_year := made.in_year;
    in_month := made.in_month;
    IF looked.highest - looked.lowest < 4 * looked.lines THEN
        PERFORM set_config('enable_nestloop', 'off', true);
    END IF;
    WITH kept AS (
        UPDATE ledger_balance balance SET @KEPT@
          FROM (SELECT *, coalesce(worker_sen, employer_sen, claims_sen) IS NOT NULL AS moves FROM posted
                 WHERE plain_sen IS NULL AND business_on = made.business_on ORDER BY account_id) AS added
         WHERE added.account_id = balance.account_id AND balance.account_id BETWEEN looked.lowest AND looked.highest
        RETURNING balance.account_id, num_nonnulls(added.worker_sen, added.employer_sen, added.returns_sen, added.claims_sen) AS line_count,
                  balance.account_bytes || @SHARES@ AS bytes
    ), digested AS (
        SELECT * FROM kept
        UNION ALL SELECT account_id, 1,
               (SELECT account_bytes FROM ledger_balance balance WHERE balance.account_id = posted.account_id)
                   || '\\x000000010000'::bytea || int8send(plain_sen)
          FROM posted WHERE plain_sen IS NOT NULL AND business_on = made.business_on
    ), slice AS (
        SELECT account_id >> 16 AS place, max(account_id) AS last, sum(line_count) AS line_count,
               sha256(string_agg(bytes, ''::bytea ORDER BY account_id)) AS digest
          FROM digested WHERE bytes IS NOT NULL GROUP BY 1
    )
    INSERT INTO ledger_seal (entry_id, posting_count, total_sen, turnover_sen, postings)
        SELECT made.id, coalesce(sum(line_count), 0), looked.total, looked.turnover,
               coalesce(string_agg(digest, ''::bytea ORDER BY place), ''::bytea)
          FROM slice
        RETURNING posting_count INTO sealed;
    FOR own IN SELECT * FROM posted WHERE plain_sen IS NOT NULL AND business_on = made.business_on ORDER BY account_id DESC LOOP
        UPDATE ledger_balance
           SET plain_sen = plain_sen + own.plain_sen, balance_sen = balance_sen + own.plain_sen, updated_at = now()
         WHERE account_id = own.account_id;
    END LOOP;
    PERFORM ledger_must_be_sealed(looked.given, sealed);
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_line_inserted AFTER INSERT ON ledger_line
    REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION ledger_line_inserted();
CREATE TRIGGER ledger_line_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_line
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE OR REPLACE FUNCTION ledger_entry_settled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    seal ledger_seal;
    original ledger_entry;
BEGIN
    DELETE FROM ledger_seal WHERE entry_id = NEW.id RETURNING * INTO seal;
    IF seal.total_sen <> 0 THEN
        RAISE EXCEPTION 'entry % does not balance: its postings sum to % sen', NEW.key, seal.total_sen USING ERRCODE = 'check_violation';
    END IF;
    IF seal.entry_id IS NULL OR seal.posting_count <> NEW.posting_count OR seal.turnover_sen <> NEW.turnover_sen THEN
        RAISE EXCEPTION 'entry % announced % postings of % sen and has % of % sen', NEW.key, NEW.posting_count, NEW.turnover_sen,
            coalesce(seal.posting_count, 0), coalesce(seal.turnover_sen, 0) USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT * INTO original FROM ledger_entry WHERE id = NEW.reverses_id;
        IF NEW.posting_count <> original.posting_count OR EXISTS (
            SELECT account_id, @MIRRORED@ FROM ledger_line WHERE entry_id = original.id AND business_on = original.business_on
            EXCEPT SELECT account_id, @COLUMNS@ FROM ledger_line WHERE entry_id = NEW.id AND business_on = NEW.business_on
        ) THEN
            RAISE EXCEPTION 'entry % does not mirror the entry it reverses', NEW.key USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    PERFORM ledger_append_link(NEW, seal.postings);
    RETURN NULL;
END $$;
""".replace("@TOTAL@", total_of("posted"))
    .replace("@TURNOVER@", total_of("posted", positive=True))
    .replace("@COUNT@", COUNT.format("posted"))
    .replace("@BYTES@", BYTES.format("posted"))
    .replace("@SHARES@", SHARES)
    .replace("@KEPT@", KEPT)
    .replace("@SUMS@", ", ".join(f"coalesce(sum({part}_sen), 0)::bigint AS {part}" for part in ALL))
    .replace("@KEPT_SUMS@", ", ".join(f"{part}_sen = balance.{part}_sen + added.{part}" for part in ALL))
    .replace("@ADDED@", " + ".join(f"added.{part}" for part in ALL))
    .replace("@MIRRORED@", ", ".join(f"-{part}_sen" for part in ALL))
    .replace("@COLUMNS@", ", ".join(f"{part}_sen" for part in ALL))
    .replace(
        "@ADDED_MONTHS@",
        ", ".join(
            f"coalesce(sum(coalesce(worker_sen, 0) + coalesce(employer_sen, 0) + coalesce(claims_sen, 0)) "
            f"FILTER (WHERE line.in_year = year AND line.in_month = {number}), 0)::bigint AS {name}"
            for number, name in enumerate(MONTHS, 1)
        ),
    )
    .replace(
        "@KEPT_MONTHS@",
        ", ".join(f"{name} = CASE WHEN balance.year = added.year THEN balance.{name} ELSE 0 END + added.{name}" for name in MONTHS),
    )
)


def give_the_moment(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The desk read a posting's moment beside the posting; it reads it of the entry now."""
    if settings.OPENJMO_DB_APP_ROLE:
        editor.execute(f"GRANT SELECT (recorded_at) ON ledger_entry TO {editor.quote_name(settings.OPENJMO_DB_DESK_ROLE)}")


class Migration(migrations.Migration):
    """Lines. It comes after the walls, whose policies move along."""

    dependencies = [("ledger", "0008_year_ends"), ("support", "0015_canaries")]
    operations = [
        migrations.RunSQL(LINES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(LAYOUT, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(POSTING, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(give_the_moment, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "business_on", "entry_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account", models.ForeignKey(db_constraint=False, db_index=False, on_delete=models.DO_NOTHING, to="ledger.account")),
                ("entry", models.ForeignKey(db_constraint=False, db_index=False, on_delete=models.DO_NOTHING, to="ledger.entry")),
                ("business_on", models.DateField()),
                *((f"{part}_sen", models.BigIntegerField(null=True)) for part in ALL),
            ],
            options={"db_table": "ledger_line", "managed": False},
        ),
    ]
