"""A crediting changes each balance where it stands; the ends of years are summed from lines.

Before, a crediting reckoned what each account earned, and joined the balances with that. Now a balance is changed by an expression of its own
columns, and what was credited is the new balance less the old one. That is one look at each balance less, and right by itself when
something else is posted to the account meanwhile. An account without money of the year is reckoned from what it opened with alone.

How it is reckoned is as before (0006): in three limbs of six decimals, where the denominator is 10**18 and no sum is negative or 2**39 sen and
more. That none is, is asked once of all their bits together.
"""

from typing import Final

from django.db import migrations

MONTHS: Final = tuple(f"m{month:02d}" for month in range(1, 13))
PARTS: Final = ("worker", "employer", "returns", "claims")
SMALL: Final = 2**39 - 1

CREDITING: Final = (
    """
CREATE OR REPLACE FUNCTION ledger_credited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    SET enable_hashjoin = off SET enable_nestloop = off SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
    SET work_mem = '128MB' AS $credited$
DECLARE
    entry bigint := nextval(pg_get_serial_sequence('ledger_entry', 'id'));
    day date := coalesce((NEW.about ->> 'original_on')::date, NEW.business_on);
    month text := coalesce(to_regclass(ledger_month_table(NEW.business_on))::text, 'ledger_line_rest');
    payer ledger_account;
    in_limbs boolean;
    earned text;
    paid bigint;
BEGIN
    SELECT * INTO payer FROM ledger_account WHERE code = NEW.against;
    IF NOT FOUND OR cardinality(NEW.months) <> 12 OR NEW.denominator <= 0
        OR EXISTS (SELECT FROM unnest(NEW.months || NEW.opening || NEW.rounding || NEW.denominator) AS figure
                    WHERE (figure = trunc(figure) AND figure >= 0) IS NOT TRUE) THEN
        RAISE EXCEPTION 'this is no order to credit: %', NEW USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF EXISTS (SELECT FROM ledger_entry WHERE key = NEW.key) THEN
        RETURN NULL;
    END IF;
    in_limbs := NEW.denominator = 1000000000000000000 AND greatest(NEW.opening, NEW.rounding, (SELECT max(weight) FROM unnest(NEW.months) AS weight))
        <= NEW.denominator;
    WITH term AS (
        SELECT 'opening' AS name, NEW.opening AS weight, 0 AS place UNION ALL SELECT '1', NEW.rounding, 99
        UNION ALL SELECT 'm' || lpad(number::text, 2, '0'), weight, number
          FROM unnest(NEW.months) WITH ORDINALITY AS weighed (weight, number) WHERE weight > 0
    ), reckoned AS (
        SELECT of_year, string_agg(format('%s * %s::numeric', name, weight), ' + ' ORDER BY place) AS exact,
               string_agg(name, ' | ' ORDER BY place) FILTER (WHERE name <> '1') AS bits,
               string_agg(format('%s * %s::bigint', name, div(weight, 1000000000000)), ' + ' ORDER BY place) AS high,
               string_agg(format('%s * %s::bigint', name, mod(div(weight, 1000000), 1000000)), ' + ' ORDER BY place) AS middle,
               string_agg(format('%s * %s::bigint', name, mod(weight, 1000000)), ' + ' ORDER BY place) AS low
          FROM term, (VALUES (true), (false)) AS kind (of_year) WHERE of_year OR place IN (0, 99) GROUP BY of_year
    ), told AS (
        SELECT of_year, CASE WHEN in_limbs THEN
                   format('CASE WHEN (%s) BETWEEN 0 AND @SMALL@ THEN (%s + (%s + (%s) / 1000000) / 1000000) / 1000000 ELSE %s END',
                          bits, high, middle, low, whole) ELSE whole END AS earned
          FROM reckoned, LATERAL (SELECT format('greatest(div(%s, %s::numeric), 0)::bigint', exact, NEW.denominator) AS whole) AS exactly
    )
    SELECT format('CASE WHEN year = $1 THEN %s ELSE %s END', moved.earned, still.earned) INTO earned
      FROM told moved, told still WHERE moved.of_year AND NOT still.of_year;
    EXECUTE format($slice$
        WITH kept AS (
            UPDATE ledger_balance balance
               SET (returns_sen, balance_sen, updated_at, returns_year, year_returns_sen) = (
                SELECT returns_sen + amount, balance_sen + amount, CASE WHEN amount > 0 THEN now() ELSE updated_at END,
                       CASE WHEN amount > 0 THEN greatest(returns_year, $4) ELSE returns_year END,
                       CASE WHEN amount = 0 OR returns_year > $4 THEN year_returns_sen
                            WHEN returns_year = $4 THEN year_returns_sen + amount ELSE amount END
                  FROM (SELECT greatest(%1$s - credited, 0) AS amount FROM (
                    SELECT balance_sen - credited - CASE WHEN year = $1 THEN @ALL@ ELSE 0 END AS opening, credited
                      FROM (SELECT CASE WHEN returns_year = $1 THEN year_returns_sen ELSE 0 END AS credited) AS credited
                    OFFSET 0) AS year_under_way OFFSET 0) AS reckoned)
             WHERE account_id BETWEEN $2 AND $3 AND kind = 1 AND year <= $1 AND returns_year <= $1
               AND (balance_sen <> 0 OR year = $1)
            RETURNING account_id, new.balance_sen - old.balance_sen AS amount_sen, account_bytes
        ), total AS MATERIALIZED (
            SELECT count(*) AS count, sum(amount_sen)::bigint AS sum FROM kept WHERE amount_sen > 0
        ), made AS (
            INSERT INTO ledger_entry (id, key, event, business_on, rules_digest, about, posting_count, turnover_sen)
            SELECT $5, $6, $7, $8, $9, $10, count + 1, sum FROM total WHERE count > 0
        ), written AS (
            INSERT INTO %2$s (account_id, entry_id, business_on, returns_sen, plain_sen)
            SELECT account_id, $5, $8, amount_sen, NULL FROM kept WHERE amount_sen > 0
            UNION ALL SELECT $11, $5, $8, NULL, -sum FROM total WHERE count > 0
        ), own AS (
            SELECT $11 AS account_id, -sum AS amount_sen, account_bytes || '\\x000000010000'::bytea || int8send(-sum) AS bytes
              FROM total, ledger_balance WHERE account_id = $11 AND count > 0
        ), slice AS (
            SELECT place, of_place.* FROM generate_series($2 >> 16, $3 >> 16) AS place, LATERAL (
                SELECT count(*) AS count, sum(amount_sen) AS total, sum(greatest(amount_sen, 0)) AS turnover,
                       sha256(string_agg(bytes, ''::bytea ORDER BY account_id)) AS digest
                  FROM (SELECT account_id, amount_sen, account_bytes || '\\x000000010003'::bytea || int8send(amount_sen) AS bytes
                          FROM kept WHERE amount_sen > 0 AND account_id >> 16 = place UNION ALL SELECT * FROM own WHERE account_id >> 16 = place
                       ) AS digested) AS of_place WHERE of_place.count > 0
            UNION ALL SELECT $11 >> 16, 1, amount_sen, 0, sha256(bytes) FROM own WHERE $11 >> 16 NOT BETWEEN $2 >> 16 AND $3 >> 16
        ), sealed AS (
            INSERT INTO ledger_seal (entry_id, posting_count, total_sen, turnover_sen, postings)
            SELECT $5, sum(count), sum(total), sum(turnover), string_agg(digest, ''::bytea ORDER BY place) FROM slice HAVING count(*) > 0
        )
        SELECT coalesce(sum, 0) FROM total $slice$,
        earned, month)
       INTO paid
      USING NEW.year, NEW.lowest, NEW.highest, extract(year FROM day)::smallint, entry, NEW.key, NEW.event, NEW.business_on,
            NEW.rules_digest, NEW.about, payer.id;
    IF paid > 0 THEN
        UPDATE ledger_balance
           SET plain_sen = plain_sen - paid, balance_sen = balance_sen - paid, updated_at = now() WHERE account_id = payer.id;
    END IF;
    RETURN NEW;
END $credited$;

CREATE OR REPLACE FUNCTION ledger_carry_slice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
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
    SELECT moved.account_id, NEW.year, @HELD@
      FROM (SELECT line.account_id, @MOVED@
              FROM ledger_line line JOIN ledger_account account ON account.id = line.account_id AND account.kind = 1
             WHERE line.account_id BETWEEN NEW.slice::bigint << 17 AND ((NEW.slice::bigint + 1) << 17) - 1
               AND line.business_on BETWEEN first AND last GROUP BY 1) AS moved
      LEFT JOIN LATERAL (SELECT * FROM ledger_year_end earlier
                          WHERE earlier.account_id = moved.account_id AND earlier.year < NEW.year ORDER BY earlier.year DESC LIMIT 1
                        ) AS before ON true
     ORDER BY moved.account_id;
    RETURN NULL;
END $$;
""".replace("@ALL@", "(" + " + ".join(MONTHS) + ")")
    .replace("@SMALL@", str(SMALL))
    .replace("@HELD@", ", ".join(f"coalesce(before.{part}_sen, 0) + moved.{part}" for part in PARTS))
    .replace("@MOVED@", ", ".join(f"coalesce(sum(line.{part}_sen), 0)::bigint AS {part}" for part in PARTS))
)


class Migration(migrations.Migration):
    """Crediting in place."""

    dependencies = [("ledger", "0009_lines")]
    operations = [migrations.RunSQL(CREDITING, reverse_sql=migrations.RunSQL.noop)]
