"""A posting costs the database less: fewer looks at what was posted, and no sums that nobody asks for.

- Which entries a statement posts to is read once. One entry, as a report or a crediting, goes without the loop over entries.
- An entry that credits returns changes the returns of a balance and nothing else: the sums of its year's months are of movements, and
  now have a year of their own (`year`, of components 1, 2 and 4), beside the year of the returns (`returns_year`, `year_returns_sen`).
- Only members' accounts have parts, and have nothing but parts; so the few postings on other accounts go by themselves.
- Neighbouring accounts are joined in the order of their ids instead of being looked up one by one.
- The parts of one account in one entry are single postings (the primary key says so), so they are taken as they are instead of summed.
"""

from django.db import migrations

MONTHS = tuple(f"m{month:02d}" for month in range(1, 13))

YEARS = """
ALTER TABLE ledger_balance DISABLE TRIGGER ledger_balance_kept;
ALTER TABLE ledger_balance ADD COLUMN returns_year smallint NOT NULL DEFAULT 0;
WITH line AS (
    SELECT account_id, component, amount_sen, coalesce((entry.about ->> 'original_on')::date, line.business_on) AS counts_on
      FROM ledger_posting line JOIN ledger_entry entry ON entry.id = line.entry_id WHERE component <> 0
), latest AS (
    SELECT account_id, coalesce(max(extract(year FROM counts_on)) FILTER (WHERE component <> 3), 0)::smallint AS year,
           coalesce(max(extract(year FROM counts_on)) FILTER (WHERE component = 3), 0)::smallint AS returns_year FROM line GROUP BY 1
), kept AS (
    SELECT account_id, latest.year, latest.returns_year, @SUM_MONTHS@,
           coalesce(sum(amount_sen) FILTER (WHERE component = 3 AND extract(year FROM counts_on) = returns_year), 0)::bigint AS returned
      FROM line JOIN latest USING (account_id) GROUP BY 1, 2, 3
)
UPDATE ledger_balance balance SET year = kept.year, returns_year = kept.returns_year, year_returns_sen = kept.returned, @SET_MONTHS@
  FROM kept WHERE kept.account_id = balance.account_id;
UPDATE ledger_balance SET year = 0, @NO_MONTHS@ WHERE kind <> 1;
ALTER TABLE ledger_balance ENABLE TRIGGER ledger_balance_kept;
ALTER TABLE ledger_balance ADD CONSTRAINT ledger_balance_parts_of_members CHECK (CASE WHEN kind = 1 THEN plain_sen = 0
    ELSE worker_sen = 0 AND employer_sen = 0 AND returns_sen = 0 AND claims_sen = 0 END);
"""
YEARS = (
    YEARS.replace("@SET_MONTHS@", ", ".join(f"{name} = kept.{name}" for name in MONTHS))
    .replace("@NO_MONTHS@", ", ".join(f"{name} = 0" for name in MONTHS))
    .replace(
        "@SUM_MONTHS@",
        ", ".join(
            f"coalesce(sum(amount_sen) FILTER (WHERE component <> 3 AND extract(year FROM counts_on) = year "
            f"AND extract(month FROM counts_on) = {number}), 0)::bigint AS {name}"
            for number, name in enumerate(MONTHS, 1)
        ),
    )
)

PARTS = """
                   coalesce(max(amount_sen) FILTER (WHERE component = 1), 0) AS worker,
                   coalesce(max(amount_sen) FILTER (WHERE component = 2), 0) AS employer,
                   coalesce(max(amount_sen) FILTER (WHERE component = 3), 0) AS returns,
                   coalesce(max(amount_sen) FILTER (WHERE component = 4), 0) AS claims"""
SUMMED_PARTS = """
                   coalesce(sum(amount_sen) FILTER (WHERE component = 0), 0)::bigint AS plain,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 1), 0)::bigint AS worker,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 2), 0)::bigint AS employer,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 3), 0)::bigint AS returns,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 4), 0)::bigint AS claims"""
TOTAL = "added.worker + added.employer + added.returns + added.claims"
KEPT_PARTS = (
    "worker_sen = balance.worker_sen + added.worker, employer_sen = balance.employer_sen + added.employer, "
    "returns_sen = balance.returns_sen + added.returns, claims_sen = balance.claims_sen + added.claims, "
    f"balance_sen = balance.balance_sen + {TOTAL}, updated_at = now()"
)
KEPT_ALL = f"plain_sen = balance.plain_sen + added.plain, {KEPT_PARTS.replace(TOTAL, f'{TOTAL} + added.plain')}"
KEPT_YEARS = ", ".join(
    (
        "year = CASE WHEN added.moves AND balance.year < in_year THEN in_year ELSE balance.year END",
        "returns_year = CASE WHEN added.returns <> 0 AND balance.returns_year < in_year THEN in_year ELSE balance.returns_year END",
        (
            "year_returns_sen = CASE WHEN added.returns = 0 OR balance.returns_year > in_year THEN balance.year_returns_sen "
            "WHEN balance.returns_year = in_year THEN balance.year_returns_sen + added.returns ELSE added.returns END"
        ),
        *(
            f"{name} = CASE WHEN NOT added.moves OR balance.year > in_year THEN balance.{name} "
            f"ELSE CASE WHEN balance.year = in_year THEN balance.{name} ELSE 0 END "
            f"+ CASE WHEN in_month = {number} THEN added.worker + added.employer + added.claims ELSE 0 END END"
            for number, name in enumerate(MONTHS, 1)
        ),
    )
)
"""What an entry that counts in `in_month` of `in_year` changes in the sums of the latest year."""
KEPT_RETURNS = (
    "returns_sen = balance.returns_sen + added.amount_sen, balance_sen = balance.balance_sen + added.amount_sen, updated_at = now(), "
    "returns_year = greatest(balance.returns_year, in_year), "
    "year_returns_sen = CASE WHEN balance.returns_year > in_year THEN balance.year_returns_sen "
    "WHEN balance.returns_year = in_year THEN balance.year_returns_sen + added.amount_sen ELSE added.amount_sen END"
)
DIGESTED = """digested AS (
            SELECT * FROM kept
            UNION ALL SELECT account_id, 1,
                   (SELECT account_bytes FROM ledger_balance balance WHERE balance.account_id = posted.account_id)
                       || '\\x000000010000'::bytea || int8send(amount_sen)
              FROM posted WHERE component = 0 AND business_on = made.business_on AND recorded_at = made.recorded_at
        ), slice AS (
            SELECT account_id >> 16 AS place, sum(line_count) AS line_count, sha256(string_agg(bytes, ''::bytea ORDER BY account_id)) AS digest
              FROM digested WHERE bytes IS NOT NULL GROUP BY 1
        )
        INSERT INTO ledger_seal (entry_id, posting_count, total_sen, turnover_sen, postings)
            SELECT made.id, coalesce(sum(line_count), 0), looked.total, looked.turnover,
                   coalesce(string_agg(digest, ''::bytea ORDER BY place), ''::bytea)
              FROM slice
            RETURNING posting_count INTO sealed;"""
"""The seal of one entry. The few postings on the fund's and employers' accounts go by themselves; their balances are changed last."""
POSTING = """
CREATE FUNCTION ledger_entry_taking(entry bigint) RETURNS TABLE (
    id bigint, business_on date, recorded_at timestamptz, in_year smallint, in_month smallint
) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT taking.id, taking.business_on, taking.recorded_at, extract(year FROM day)::smallint, extract(month FROM day)::smallint
          FROM ledger_entry taking, coalesce((taking.about ->> 'original_on')::date, taking.business_on) AS day
         WHERE taking.id = entry AND taking.made_in = pg_current_xact_id();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'entry % takes no postings: it is unknown or closed', entry USING ERRCODE = 'restrict_violation';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION ledger_posting_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
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
    SELECT min(entry_id) AS first, max(entry_id) AS last, count(*) AS given, count(*) FILTER (WHERE component = 0) AS plain,
           count(*) FILTER (WHERE component = 3) AS returns, min(account_id) FILTER (WHERE component > 0) AS lowest,
           max(account_id) FILTER (WHERE component > 0) AS highest, sum(amount_sen) AS total,
           coalesce(sum(amount_sen) FILTER (WHERE amount_sen > 0), 0) AS turnover INTO looked FROM posted;
    IF looked.given = 0 THEN
        RETURN NULL;
    ELSIF looked.first < looked.last THEN
        PERFORM 1 FROM ledger_balance WHERE account_id IN (SELECT account_id FROM posted)
          ORDER BY kind = 1 DESC, CASE WHEN kind = 1 THEN account_id ELSE -account_id END FOR NO KEY UPDATE;
        WITH line AS (
            SELECT posted.account_id, posted.component, posted.amount_sen, entry.in_year, entry.in_month,
                   greatest(balance.year, max(entry.in_year) FILTER (WHERE component IN (1, 2, 4)) OVER account) AS year,
                   greatest(balance.returns_year, max(entry.in_year) FILTER (WHERE component = 3) OVER account) AS returns_year
              FROM posted JOIN (
                    SELECT entry.* FROM (SELECT DISTINCT entry_id FROM posted) AS one, ledger_entry_taking(one.entry_id) AS entry
                   ) AS entry ON entry.id = posted.entry_id
              JOIN ledger_balance balance ON balance.account_id = posted.account_id WINDOW account AS (PARTITION BY posted.account_id)
        ), added AS (
            SELECT account_id, year, returns_year, @SUMMED_PARTS@,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 3 AND line.in_year = returns_year), 0)::bigint AS year_returns,
                   @ADDED_MONTHS@
              FROM line GROUP BY account_id, year, returns_year
        )
        UPDATE ledger_balance balance
           SET @KEPT_ALL@, year = added.year, returns_year = added.returns_year,
               year_returns_sen = CASE WHEN balance.returns_year = added.returns_year THEN balance.year_returns_sen ELSE 0 END
                   + added.year_returns, @KEPT_MONTHS@
          FROM added WHERE added.account_id = balance.account_id;
        FOR made IN SELECT entry.*, one.given FROM (SELECT entry_id, count(*) AS given FROM posted GROUP BY 1 ORDER BY 1) AS one,
                ledger_entry_taking(one.entry_id) AS entry LOOP
            WITH line AS (
                SELECT posted.account_id, balance.account_bytes, count(*)::int AS line_count, sum(amount_sen) AS total,
                       coalesce(sum(amount_sen) FILTER (WHERE amount_sen > 0), 0) AS turnover,
                       string_agg(int2send(component) || int8send(amount_sen), ''::bytea ORDER BY component) AS lines
                  FROM posted JOIN ledger_balance balance ON balance.account_id = posted.account_id
                 WHERE entry_id = made.id AND business_on = made.business_on AND recorded_at = made.recorded_at
                 GROUP BY posted.account_id, balance.account_bytes
            ), slice AS (
                SELECT account_id >> 16 AS place, sum(line_count) AS line_count, sum(total) AS total, sum(turnover) AS turnover,
                       sha256(string_agg(account_bytes || int4send(line_count) || lines, ''::bytea ORDER BY account_id)) AS digest
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
    IF looked.highest - looked.lowest < 2 * looked.given THEN
        PERFORM set_config('enable_nestloop', 'off', true);
    END IF;
    IF looked.plain + looked.returns = looked.given THEN
        WITH kept AS (
            UPDATE ledger_balance balance SET @KEPT_RETURNS@
              FROM (SELECT * FROM posted
                     WHERE component = 3 AND business_on = made.business_on AND recorded_at = made.recorded_at
                     ORDER BY account_id) AS added
             WHERE added.account_id = balance.account_id AND balance.account_id BETWEEN looked.lowest AND looked.highest
            RETURNING balance.account_id, 1 AS line_count,
                      balance.account_bytes || '\\x000000010003'::bytea || int8send(added.amount_sen) AS bytes
        ), @DIGESTED@
    ELSE
        WITH added AS (
            SELECT account_id, @PARTS@, bool_or(component <> 3) AS moves, count(*)::int AS line_count,
                   string_agg(int2send(component) || int8send(amount_sen), ''::bytea ORDER BY component) AS lines
              FROM posted WHERE component > 0 AND business_on = made.business_on AND recorded_at = made.recorded_at
             GROUP BY account_id ORDER BY account_id
        ), kept AS (
            UPDATE ledger_balance balance SET @KEPT_PARTS@, @KEPT_YEARS@
              FROM added WHERE added.account_id = balance.account_id AND balance.account_id BETWEEN looked.lowest AND looked.highest
            RETURNING balance.account_id, added.line_count, balance.account_bytes || int4send(added.line_count) || added.lines AS bytes
        ), @DIGESTED@
    END IF;
    FOR own IN SELECT * FROM posted WHERE component = 0 AND business_on = made.business_on AND recorded_at = made.recorded_at
         ORDER BY account_id DESC LOOP
        UPDATE ledger_balance
           SET plain_sen = plain_sen + own.amount_sen, balance_sen = balance_sen + own.amount_sen, updated_at = now()
         WHERE account_id = own.account_id;
    END LOOP;
    PERFORM ledger_must_be_sealed(looked.given, sealed);
    RETURN NULL;
END $$;

CREATE FUNCTION ledger_must_be_sealed(given bigint, sealed bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF sealed <> given THEN
        RAISE EXCEPTION '% of % postings are on unknown accounts, or of another date than their entry', given - sealed, given
            USING ERRCODE = 'foreign_key_violation';
    END IF;
END $$;
"""
POSTING = (
    POSTING.replace(
        "@ADDED_MONTHS@",
        ", ".join(
            f"coalesce(sum(amount_sen) FILTER (WHERE component IN (1, 2, 4) AND line.in_year = year AND line.in_month = {number}), 0)::bigint "
            f"AS {name}"
            for number, name in enumerate(MONTHS, 1)
        ),
    )
    .replace(
        "@KEPT_MONTHS@",
        ", ".join(f"{name} = CASE WHEN balance.year = added.year THEN balance.{name} ELSE 0 END + added.{name}" for name in MONTHS),
    )
    .replace("@SUMMED_PARTS@", SUMMED_PARTS)
    .replace("@PARTS@", PARTS)
    .replace("@KEPT_ALL@", KEPT_ALL)
    .replace("@KEPT_PARTS@", KEPT_PARTS)
    .replace("@DIGESTED@", DIGESTED)
    .replace("@KEPT_YEARS@", KEPT_YEARS)
    .replace("@KEPT_RETURNS@", KEPT_RETURNS)
)


class Migration(migrations.Migration):
    """Years of movements and of returns; the leaner trigger."""

    dependencies = [("ledger", "0004_month_tables")]
    operations = [
        migrations.RunSQL(YEARS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(POSTING, reverse_sql=migrations.RunSQL.noop),
    ]
