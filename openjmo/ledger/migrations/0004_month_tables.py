"""Postings in month tables, and an entry's digest taken where its postings are written.

- `ledger_posting` is partitioned by the month of the business date. Months get a table of their own ahead of time (`ledger_open_month`,
  called by `openjmo.ledger.storage`); whatever has none, such as a history that was taken over, is in `ledger_posting_rest`. A statement
  that names a month's table itself is refused; the guards of 0002 and 0003 stand on the whole.
- All postings of an entry come in one statement. Its trigger updates the kept balances, the oldest accounts last since everybody shares
  the fund's own, and in the same pass counts, sums and digests the postings of each entry: `ledger_seal` keeps that until commit, where
  `ledger_entry_settled` breaks the seal, compares it with what the entry announced, and appends the link. So no posting is read twice.
  An entry whose accounts have one part each, as a crediting of returns, needs no grouping. Entries of one statement change the balances
  together, so that no account is below zero between two of them.
- The kept balance also repeats the account's kind and what the digest says of it, so that nothing is looked up per account, and keeps
  the sums of one year: what moved in each month, returns apart (`m01` to `m12`), and the returns. They are of the latest year in which
  any posting counts (`year`), by the day it counts from. A crediting of returns over all accounts then reads no postings.
- The digest names an account once, not once a posting (`openjmo/ledger/chain.py`, second form). Links that were there are made anew in
  the same order; a head kept from before is not part of the new chain.
- The entry of a posting is found by a BRIN index: ids grow with the table, and the index costs nothing while posting.

Measured figures are in docs/scale.md, the reasons in docs/decisions/0008-month-tables.md.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = """
DROP TRIGGER ledger_posting_inserted ON ledger_posting;
DROP TRIGGER ledger_posting_refused ON ledger_posting;
DROP INDEX ledger_posting_entry;
ALTER TABLE ledger_posting RENAME TO ledger_posting_rest;
ALTER INDEX ledger_posting_pkey RENAME TO ledger_posting_rest_pkey;
CREATE TABLE ledger_posting (LIKE ledger_posting_rest INCLUDING CONSTRAINTS) PARTITION BY RANGE (business_on);
ALTER TABLE ledger_posting ADD PRIMARY KEY (account_id, business_on, entry_id, component) INCLUDE (amount_sen, recorded_at);
CREATE INDEX ledger_posting_entry ON ledger_posting USING brin (entry_id) WITH (pages_per_range = 16, autosummarize = on);
ALTER TABLE ledger_posting ATTACH PARTITION ledger_posting_rest DEFAULT;

ALTER TABLE ledger_balance DISABLE TRIGGER ledger_balance_kept;
ALTER TABLE ledger_balance ADD COLUMN account_bytes bytea;
ALTER TABLE ledger_balance ADD COLUMN kind smallint;
ALTER TABLE ledger_balance ADD COLUMN year smallint NOT NULL DEFAULT 0;
@ADD_MONTHS@
ALTER TABLE ledger_balance ADD COLUMN year_returns_sen bigint NOT NULL DEFAULT 0;
UPDATE ledger_balance SET account_bytes = int8send(id) || ledger_text_bytes(code), kind = ledger_account.kind
  FROM ledger_account WHERE id = account_id;
WITH line AS (
    SELECT account_id, component, amount_sen, coalesce((entry.about ->> 'original_on')::date, line.business_on) AS counts_on
      FROM ledger_posting line JOIN ledger_entry entry ON entry.id = line.entry_id
), latest AS (
    SELECT account_id, max(extract(year FROM counts_on))::smallint AS year FROM line GROUP BY 1
), kept AS (
    SELECT line.account_id, latest.year, @SUM_MONTHS@,
           coalesce(sum(amount_sen) FILTER (WHERE component = 3), 0)::bigint AS returned
      FROM line JOIN latest ON latest.account_id = line.account_id AND latest.year = extract(year FROM line.counts_on) GROUP BY 1, 2
)
UPDATE ledger_balance balance SET year = kept.year, year_returns_sen = kept.returned, @SET_MONTHS@
  FROM kept WHERE kept.account_id = balance.account_id;
ALTER TABLE ledger_balance ALTER COLUMN account_bytes SET NOT NULL;
ALTER TABLE ledger_balance ALTER COLUMN kind SET NOT NULL;
ALTER TABLE ledger_balance ENABLE TRIGGER ledger_balance_kept;

CREATE TABLE ledger_seal (
    entry_id      bigint PRIMARY KEY,
    posting_count bigint NOT NULL,
    total_sen     numeric NOT NULL,
    turnover_sen  numeric NOT NULL,
    postings      bytea NOT NULL
);
"""

MONTHS = tuple(f"m{month:02d}" for month in range(1, 13))
TABLES = (
    TABLES.replace("@ADD_MONTHS@", "\n".join(f"ALTER TABLE ledger_balance ADD COLUMN {name} bigint NOT NULL DEFAULT 0;" for name in MONTHS))
    .replace("@SET_MONTHS@", ", ".join(f"{name} = kept.{name}" for name in MONTHS))
    .replace(
        "@SUM_MONTHS@",
        ", ".join(
            f"coalesce(sum(amount_sen) FILTER (WHERE component <> 3 AND extract(month FROM counts_on) = {number}), 0)::bigint AS {name}"
            for number, name in enumerate(MONTHS, 1)
        ),
    )
)

CHAIN = """
CREATE OR REPLACE FUNCTION ledger_entry_digest(entry ledger_entry, postings bytea) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256('openjmo.ledger.entry.2'::bytea || int8send(entry.id) || ledger_text_bytes(entry.key) || ledger_text_bytes(entry.event)
        || int4send(entry.business_on - date '1970-01-01') || int8send((extract(epoch FROM entry.recorded_at) * 1000000)::bigint)
        || int4send(entry.posting_count) || int8send(entry.turnover_sen) || ledger_text_bytes(entry.rules_digest)
        || ledger_text_bytes(entry.about::text) || int8send(coalesce(entry.reverses_id, 0)) || postings)
$$;
"""

LINK_ANEW = """
CREATE FUNCTION ledger_postings_digest(entry bigint) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT string_agg(digest, ''::bytea ORDER BY place) FROM (
        SELECT account_id >> 16 AS place, sha256(string_agg(bytes, ''::bytea ORDER BY account_id)) AS digest FROM (
            SELECT line.account_id, int8send(account.id) || ledger_text_bytes(account.code) || int4send(count(*)::int)
                       || string_agg(int2send(line.component) || int8send(line.amount_sen), ''::bytea ORDER BY line.component) AS bytes
              FROM ledger_posting line JOIN ledger_account account ON account.id = line.account_id
             WHERE line.entry_id = entry GROUP BY line.account_id, account.id
        ) AS line GROUP BY 1) AS slice
$$;

CREATE TEMPORARY TABLE was_linked ON COMMIT DROP AS SELECT seq, entry_id FROM ledger_link;
ALTER TABLE ledger_link DISABLE TRIGGER USER;
DELETE FROM ledger_link;
DO $$
DECLARE
    entry ledger_entry;
BEGIN
    FOR entry IN SELECT ledger_entry.* FROM was_linked JOIN ledger_entry ON id = entry_id ORDER BY seq LOOP
        PERFORM ledger_append_link(entry, ledger_postings_digest(entry.id));
    END LOOP;
END $$;
ALTER TABLE ledger_link ENABLE TRIGGER USER;
DROP FUNCTION ledger_postings_digest(bigint);
"""

GUARDS = """
CREATE TRIGGER ledger_posting_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_posting_rest_refused BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger_posting_rest
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE FUNCTION ledger_seal_made_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'seals are made and broken by postings and entries only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_seal_made BEFORE INSERT OR UPDATE OR DELETE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_seal_made_only();
CREATE TRIGGER ledger_seal_refused BEFORE TRUNCATE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE OR REPLACE FUNCTION ledger_account_opened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO ledger_balance (account_id, account_bytes, kind, may_be_negative)
    SELECT id, int8send(id) || ledger_text_bytes(code), kind, may_be_negative FROM opened;
    RETURN NULL;
END $$;
"""

KEPT = (
    "plain_sen = balance.plain_sen + @plain@, worker_sen = balance.worker_sen + @worker@, "
    "employer_sen = balance.employer_sen + @employer@, returns_sen = balance.returns_sen + @returns@, "
    "claims_sen = balance.claims_sen + @claims@, balance_sen = balance.balance_sen + @total@, updated_at = now(), "
    "year = greatest(balance.year, in_year), year_returns_sen = CASE WHEN balance.year = in_year THEN balance.year_returns_sen + @returns@ "
    "WHEN balance.year < in_year THEN @returns@ ELSE balance.year_returns_sen END, "
    + ", ".join(
        f"{name} = CASE WHEN balance.year > in_year THEN balance.{name} WHEN in_month = {number} THEN "
        f"CASE WHEN balance.year = in_year THEN balance.{name} ELSE 0 END + @total@ - @returns@ "
        f"WHEN balance.year = in_year THEN balance.{name} ELSE 0 END"
        for number, name in enumerate(MONTHS, 1)
    )
)
"""What a posting changes in a kept balance; `in_year` and `in_month` are those of the day from which its entry counts."""
PARTS = ("plain", "worker", "employer", "returns", "claims")
OF_ONE_PART = {part: f"CASE added.component WHEN {number} THEN added.amount_sen ELSE 0 END" for number, part in enumerate(PARTS)}
OF_ONE_PART["total"] = "added.amount_sen"


def kept(amounts: dict[str, str]) -> str:
    """`KEPT` with the amount of each part."""
    text = KEPT
    for part, amount in amounts.items():
        text = text.replace(f"@{part}@", amount)
    return text


SEAL = """INSERT INTO ledger_seal (entry_id, posting_count, total_sen, turnover_sen, postings)
            SELECT made.entry_id, coalesce(sum(line_count), 0), coalesce(sum(total), 0), coalesce(sum(turnover), 0),
                   coalesce(string_agg(digest, ''::bytea ORDER BY place), ''::bytea)
              FROM slice
            RETURNING posting_count INTO sealed;"""

POSTING = """
CREATE OR REPLACE FUNCTION ledger_posting_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_hashjoin = off SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' AS $$
DECLARE
    made record;
    counts_on date;
    in_year smallint;
    in_month smallint;
    sealed bigint;
    has_many boolean := false;
BEGIN
    IF (SELECT min(entry_id) < max(entry_id) FROM posted) THEN
        has_many := true;
        PERFORM 1 FROM ledger_balance WHERE account_id IN (SELECT account_id FROM posted) ORDER BY account_id DESC FOR NO KEY UPDATE;
        WITH day AS (
            SELECT id, extract(year FROM entry.day)::smallint AS day_year, extract(month FROM entry.day)::smallint AS day_month
              FROM (SELECT id, coalesce((about ->> 'original_on')::date, business_on) AS day FROM ledger_entry
                     WHERE id IN (SELECT entry_id FROM posted)) AS entry
        ), line AS (
            SELECT posted.account_id, posted.component, posted.amount_sen, day.day_year, day.day_month,
                   greatest(balance.year, max(day.day_year) OVER (PARTITION BY posted.account_id)) AS year
              FROM posted JOIN day ON day.id = posted.entry_id JOIN ledger_balance balance ON balance.account_id = posted.account_id
        ), added AS (
            SELECT account_id, year,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 0), 0)::bigint AS plain,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 1), 0)::bigint AS worker,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 2), 0)::bigint AS employer,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 3), 0)::bigint AS returns,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 4), 0)::bigint AS claims,
                   sum(amount_sen)::bigint AS total,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 3 AND day_year = year), 0)::bigint AS year_returns, @ADDED_MONTHS@
              FROM line GROUP BY account_id, year
        )
        UPDATE ledger_balance balance
           SET plain_sen = balance.plain_sen + added.plain, worker_sen = balance.worker_sen + added.worker,
               employer_sen = balance.employer_sen + added.employer, returns_sen = balance.returns_sen + added.returns,
               claims_sen = balance.claims_sen + added.claims, balance_sen = balance.balance_sen + added.total, updated_at = now(),
               year = added.year, year_returns_sen = CASE WHEN balance.year = added.year THEN balance.year_returns_sen ELSE 0 END
                   + added.year_returns, @KEPT_MONTHS@
          FROM added WHERE added.account_id = balance.account_id;
    END IF;
    FOR made IN SELECT entry_id, business_on, recorded_at, count(*) AS given, count(*) FILTER (WHERE component = 0) AS plain,
            min(component) FILTER (WHERE component > 0) = max(component) AS has_one_part FROM posted GROUP BY 1, 2, 3 ORDER BY 1 LOOP
        SELECT coalesce((about ->> 'original_on')::date, made.business_on) INTO counts_on FROM ledger_entry
         WHERE id = made.entry_id AND made_in = pg_current_xact_id() AND business_on = made.business_on AND recorded_at = made.recorded_at;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'entry % takes no postings: it is unknown, closed, or of another date', made.entry_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        in_year := extract(year FROM counts_on);
        in_month := extract(month FROM counts_on);
        IF has_many THEN
            WITH line AS (
                SELECT posted.account_id, balance.account_bytes, count(*)::int AS line_count, sum(amount_sen) AS total,
                       coalesce(sum(amount_sen) FILTER (WHERE amount_sen > 0), 0) AS turnover,
                       string_agg(int2send(component) || int8send(amount_sen), ''::bytea ORDER BY component) AS lines
                  FROM posted JOIN ledger_balance balance ON balance.account_id = posted.account_id
                 WHERE entry_id = made.entry_id AND business_on = made.business_on AND recorded_at = made.recorded_at
                 GROUP BY posted.account_id, balance.account_bytes
            ), slice AS (
                SELECT account_id >> 16 AS place, sum(line_count) AS line_count, sum(total) AS total, sum(turnover) AS turnover,
                       sha256(string_agg(account_bytes || int4send(line_count) || lines, ''::bytea ORDER BY account_id)) AS digest
                  FROM line GROUP BY 1
            )
            @SEAL@
        ELSIF made.has_one_part AND made.plain < 3 THEN
            WITH kept AS (
                UPDATE ledger_balance balance SET @ONE@
                  FROM (SELECT * FROM posted WHERE entry_id = made.entry_id AND business_on = made.business_on ORDER BY account_id DESC) AS added
                 WHERE added.account_id = balance.account_id
                RETURNING balance.account_id, balance.account_bytes, added.component, added.amount_sen
            ), slice AS (
                SELECT account_id >> 16 AS place, count(*) AS line_count, sum(amount_sen) AS total,
                       sum(greatest(amount_sen, 0)) AS turnover,
                       sha256(string_agg(account_bytes || '\\x00000001'::bytea || int2send(component) || int8send(amount_sen),
                                         ''::bytea ORDER BY account_id)) AS digest
                  FROM kept GROUP BY 1
            )
            @SEAL@
        ELSE
            WITH added AS (
                SELECT account_id,
                       coalesce(sum(amount_sen) FILTER (WHERE component = 0), 0)::bigint AS plain,
                       coalesce(sum(amount_sen) FILTER (WHERE component = 1), 0)::bigint AS worker,
                       coalesce(sum(amount_sen) FILTER (WHERE component = 2), 0)::bigint AS employer,
                       coalesce(sum(amount_sen) FILTER (WHERE component = 3), 0)::bigint AS returns,
                       coalesce(sum(amount_sen) FILTER (WHERE component = 4), 0)::bigint AS claims,
                       sum(amount_sen)::bigint AS total, count(*)::int AS line_count,
                       coalesce(sum(amount_sen) FILTER (WHERE amount_sen > 0), 0)::bigint AS turnover,
                       int4send(count(*)::int)
                           || string_agg(int2send(component) || int8send(amount_sen), ''::bytea ORDER BY component) AS lines
                  FROM posted WHERE entry_id = made.entry_id AND business_on = made.business_on AND recorded_at = made.recorded_at
                 GROUP BY account_id ORDER BY account_id DESC
            ), kept AS (
                UPDATE ledger_balance balance SET @MANY@ FROM added WHERE added.account_id = balance.account_id
                RETURNING balance.account_id, balance.account_bytes, added.lines, added.line_count, added.total, added.turnover
            ), slice AS (
                SELECT account_id >> 16 AS place, sum(line_count) AS line_count, sum(total) AS total, sum(turnover) AS turnover,
                       sha256(string_agg(account_bytes || lines, ''::bytea ORDER BY account_id)) AS digest
                  FROM kept GROUP BY 1
            )
            @SEAL@
        END IF;
        IF sealed <> made.given THEN
            RAISE EXCEPTION '% of % postings are on unknown accounts', made.given - sealed, made.given
                USING ERRCODE = 'foreign_key_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_posting_inserted AFTER INSERT ON ledger_posting
    REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION ledger_posting_inserted();

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
            SELECT account_id, component, -amount_sen FROM ledger_posting
             WHERE entry_id = original.id AND business_on = original.business_on
            EXCEPT SELECT account_id, component, amount_sen FROM ledger_posting WHERE entry_id = NEW.id AND business_on = NEW.business_on
        ) THEN
            RAISE EXCEPTION 'entry % does not mirror the entry it reverses', NEW.key USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    PERFORM ledger_append_link(NEW, seal.postings);
    RETURN NULL;
END $$;
"""
POSTING = (
    POSTING.replace(
        "@ADDED_MONTHS@",
        ", ".join(
            f"coalesce(sum(amount_sen) FILTER (WHERE component <> 3 AND day_year = year AND day_month = {number}), 0)::bigint AS {name}"
            for number, name in enumerate(MONTHS, 1)
        ),
    )
    .replace(
        "@KEPT_MONTHS@",
        ", ".join(f"{name} = CASE WHEN balance.year = added.year THEN balance.{name} ELSE 0 END + added.{name}" for name in MONTHS),
    )
    .replace("@SEAL@", SEAL)
    .replace("@ONE@", kept(OF_ONE_PART))
    .replace("@MANY@", kept({part: f"added.{part}" for part in (*PARTS, "total")}))
)

MONTH_TABLES = """
CREATE FUNCTION ledger_open_month(month date) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    SET lock_timeout = '5s' AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    following date := (date_trunc('month', month) + interval '1 month')::date;
    name text := 'ledger_posting_' || to_char(month, 'YYYY_MM');
    other regrole;
BEGIN
    IF first NOT BETWEEN date '1977-01-01' AND (current_date + interval '24 months')::date THEN
        RAISE EXCEPTION 'no table for %', first USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('openjmo.ledger.months', 0));
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE ledger_posting INCLUDING CONSTRAINTS, '
        'CONSTRAINT %I CHECK (business_on >= %L AND business_on < %L))', name, name || '_month', first, following);
    FOR other IN SELECT acl.grantee::regrole FROM pg_class, aclexplode(relacl) AS acl
        WHERE oid = name::regclass AND acl.grantee <> relowner LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %s', name, other);
    END LOOP;
    EXECUTE format('ALTER TABLE ledger_posting ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first, following);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', name, name || '_month');
    EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I '
        'FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()', name || '_refused', name);
    RETURN true;
END $$;
"""


def take_rights_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The role that web and worker act as adds postings to the whole and reads it; it never meets a month's table or a seal."""
    role: str = settings.OPENJMO_DB_APP_ROLE
    if role:
        name = editor.quote_name(role)
        editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON ledger_posting FROM {name}")
        editor.execute(f"REVOKE ALL ON ledger_posting_rest, ledger_seal FROM {name}")


class Migration(migrations.Migration):
    """Month tables and seals."""

    dependencies = [("ledger", "0003_chain_and_closing")]
    operations = [
        migrations.RunSQL(TABLES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(CHAIN, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(LINK_ANEW, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(POSTING, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(MONTH_TABLES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(take_rights_away, migrations.RunPython.noop),
    ]
