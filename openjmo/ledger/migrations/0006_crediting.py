"""A slice of a crediting by month sums is one statement inside the database, which reads and writes each balance once.

`INSERT INTO ledger_crediting` orders it: the entry to be made, the account that pays, the ids of the slice, and the weights. Nothing is
kept in that view; what was done is the entry. Before, the amounts were reckoned by one statement, posted by another, and joined with the
balances a third time by the trigger on postings.

The postings go straight into the table of their month. A statement of anybody's own that names such a table is refused as before: only
from within another trigger may it be written to, and no role but the owner has a right on it. Entry, seal, link and their checks at commit
are those of every other entry.

Digests are taken in the order of the accounts, slice by slice of the chain. That sort compares two numbers many times; where a text lies
between them in the row, each look at the second costs ten times as much, and so the trigger on postings names the account first.

The ledger knows no law here (openjmo/ledger/credit.py): it is given a weight for the balance at the start of the year (`opening`), one for
what moved in each month (`months`, January first), what makes the floor round as the caller's rule says (`rounding`), and a denominator,
and computes `floor((opening * opening weight + sum(moved * weight) + rounding) / denominator)` less what the year was credited already.
Where the denominator is 10**18, weights are cut into three limbs of six decimals, so that products of everyday sums fit whole numbers of 64
bits (13 of at most 2**39 sen), and dividing limb by limb cuts off exactly what dividing the whole would. Other sums and denominators take
the long way.
"""

from importlib import import_module
from typing import Final

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

MONTHS: Final = tuple(f"m{month:02d}" for month in range(1, 13))
SMALL: Final = 2**39

MONTH_TABLES = """
CREATE FUNCTION ledger_refuse_directly() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION '% on % is refused: postings go to the whole ledger, and it only grows', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION ledger_guard_month(month regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s '
        'FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_directly()',
        (SELECT relname FROM pg_class WHERE oid = month) || '_refused', month);
END $$;
SELECT ledger_guard_month(inhrelid::regclass) FROM pg_inherits WHERE inhparent = 'ledger_posting'::regclass;

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
    EXECUTE format('CREATE TABLE %I (LIKE ledger_posting INCLUDING CONSTRAINTS, '
        'CONSTRAINT %I CHECK (business_on >= %L AND business_on < %L))', name, name || '_month', first, following);
    FOR other IN SELECT acl.grantee::regrole FROM pg_class, aclexplode(relacl) AS acl
        WHERE oid = name::regclass AND acl.grantee <> relowner LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %s', name, other);
    END LOOP;
    EXECUTE format('ALTER TABLE ledger_posting ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first, following);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', name, name || '_month');
    PERFORM ledger_guard_month(name::regclass);
    RETURN true;
END $$;

CREATE FUNCTION ledger_month_table(month date) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 'ledger_posting_' || to_char(month, 'YYYY_MM')
$$;
"""

CREDITING = """
CREATE VIEW ledger_crediting AS
    SELECT key, event, business_on, rules_digest, about, ''::text AS against, 0::bigint AS lowest, 0::bigint AS highest, 0::smallint AS year,
           0::numeric AS opening, ARRAY[0::numeric] AS months, 0::numeric AS rounding, 0::numeric AS denominator
      FROM ledger_entry WHERE false;

CREATE FUNCTION ledger_credited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    SET enable_hashjoin = off SET enable_nestloop = off SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
    SET work_mem = '128MB' AS $credited$
DECLARE
    entry bigint := nextval(pg_get_serial_sequence('ledger_entry', 'id'));
    day date := coalesce((NEW.about ->> 'original_on')::date, NEW.business_on);
    month text := coalesce(to_regclass(ledger_month_table(NEW.business_on))::text, 'ledger_posting_rest');
    payer ledger_account;
    term record;
    in_limbs boolean;
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
    SELECT string_agg(format('%s * %s::bigint', name, div(weight, 1000000000000)), ' + ') AS high,
           string_agg(format('%s * %s::bigint', name, mod(div(weight, 1000000), 1000000)), ' + ') AS middle,
           string_agg(format('%s * %s::bigint', name, mod(weight, 1000000)), ' + ') AS low,
           string_agg(format('%s * %s::numeric', name, weight), ' + ') AS exact,
           string_agg(name, ', ') FILTER (WHERE name NOT IN ('opening', '1')) AS sums,
           max(weight) AS largest
      INTO term
      FROM (SELECT 'opening' AS name, NEW.opening AS weight, 0 AS place UNION ALL SELECT '1', NEW.rounding, 99
            UNION ALL SELECT 'm' || lpad(number::text, 2, '0'), weight, number
              FROM unnest(NEW.months) WITH ORDINALITY AS weighed (weight, number) WHERE weight > 0 ORDER BY place) AS terms;
    in_limbs := NEW.denominator = 1000000000000000000 AND term.largest <= NEW.denominator;
    EXECUTE format($slice$
        WITH reckoned AS (
            SELECT account_id, greatest(%1$s - credited, 0) AS amount_sen
              FROM (SELECT account_id, CASE WHEN returns_year = $1 THEN year_returns_sen ELSE 0 END AS credited,
                           balance_sen - CASE WHEN returns_year = $1 THEN year_returns_sen ELSE 0 END
                               - CASE WHEN year = $1 THEN @ALL@ ELSE 0 END AS opening, @OF_THIS_YEAR@
                      FROM ledger_balance
                     WHERE account_id BETWEEN $2 AND $3 AND kind = 1 AND year <= $1 AND returns_year <= $1
                   ) AS balance ORDER BY account_id OFFSET 0
        ), kept AS (
            UPDATE ledger_balance balance
               SET returns_sen = balance.returns_sen + amount_sen, balance_sen = balance.balance_sen + amount_sen, updated_at = now(),
                   returns_year = greatest(balance.returns_year, $4),
                   year_returns_sen = CASE WHEN balance.returns_year > $4 THEN balance.year_returns_sen
                       WHEN balance.returns_year = $4 THEN balance.year_returns_sen + amount_sen ELSE amount_sen END
              FROM reckoned
             WHERE reckoned.account_id = balance.account_id AND balance.account_id BETWEEN $2 AND $3 AND amount_sen > 0
            RETURNING balance.account_id, amount_sen,
                      balance.account_bytes || '\\x000000010003'::bytea || int8send(amount_sen) AS bytes
        ), total AS MATERIALIZED (
            SELECT count(*) AS count, sum(amount_sen)::bigint AS sum FROM kept
        ), made AS (
            INSERT INTO ledger_entry (id, key, event, business_on, rules_digest, about, posting_count, turnover_sen)
            SELECT $5, $6, $7, $8, $9, $10, count + 1, sum FROM total WHERE count > 0
        ), written AS (
            INSERT INTO %2$s (account_id, business_on, entry_id, component, amount_sen, recorded_at)
            SELECT account_id, $8, $5, 3, amount_sen, now() FROM kept
            UNION ALL SELECT $11, $8, $5, 0, -sum, now() FROM total WHERE count > 0
        ), digested AS NOT MATERIALIZED (
            SELECT account_id, amount_sen, bytes FROM kept
            UNION ALL SELECT $11, -sum, account_bytes || '\\x000000010000'::bytea || int8send(-sum)
              FROM total, ledger_balance WHERE account_id = $11 AND count > 0
        ), slice AS (
            SELECT place, of_place.* FROM (
                SELECT generate_series($2 >> 16, $3 >> 16) AS place UNION SELECT $11 >> 16) AS places, LATERAL (
                SELECT count(*) AS count, sum(amount_sen) AS total, sum(greatest(amount_sen, 0)) AS turnover,
                       sha256(string_agg(bytes, ''::bytea ORDER BY account_id)) AS digest
                  FROM digested WHERE account_id >> 16 = place) AS of_place WHERE of_place.count > 0
        ), sealed AS (
            INSERT INTO ledger_seal (entry_id, posting_count, total_sen, turnover_sen, postings)
            SELECT $5, sum(count), sum(total), sum(turnover), string_agg(digest, ''::bytea ORDER BY place) FROM slice HAVING count(*) > 0
        )
        SELECT coalesce(sum, 0) FROM total $slice$,
        CASE WHEN in_limbs THEN
            format('CASE WHEN opening BETWEEN 0 AND @SMALL@ AND least(0, %1$s) >= 0 AND greatest(0, %1$s) <= @SMALL@ '
                   'THEN (%2$s + (%3$s + (%4$s) / 1000000) / 1000000) / 1000000 '
                   'ELSE greatest(div(%5$s, %6$s::numeric), 0)::bigint END',
                   coalesce(term.sums, '0'), term.high, term.middle, term.low, term.exact, NEW.denominator)
        ELSE format('greatest(div(%s, %s::numeric), 0)::bigint', term.exact, NEW.denominator) END, month)
       INTO paid
      USING NEW.year, NEW.lowest, NEW.highest, extract(year FROM day)::smallint, entry, NEW.key, NEW.event, NEW.business_on,
            NEW.rules_digest, NEW.about, payer.id;
    IF paid > 0 THEN
        UPDATE ledger_balance
           SET plain_sen = plain_sen - paid, balance_sen = balance_sen - paid, updated_at = now() WHERE account_id = payer.id;
    END IF;
    RETURN NEW;
END $credited$;
CREATE TRIGGER ledger_credited INSTEAD OF INSERT ON ledger_crediting FOR EACH ROW EXECUTE FUNCTION ledger_credited();
"""
CREDITING = (
    CREDITING.replace("@ALL@", "(" + " + ".join(MONTHS) + ")")
    .replace("@OF_THIS_YEAR@", ", ".join(f"CASE WHEN year = $1 THEN {name} ELSE 0 END AS {name}" for name in MONTHS))
    .replace("@SMALL@", str(SMALL))
)

_OF_0005: Final = import_module("openjmo.ledger.migrations.0005_lean_posting").POSTING
_SLICE: Final = "SELECT account_id >> 16 AS place, sum(line_count) AS line_count, sha256("
POSTING: Final = _OF_0005[
    _OF_0005.index("CREATE OR REPLACE FUNCTION ledger_posting_inserted") : _OF_0005.index("CREATE FUNCTION ledger_must_be_sealed")
].replace(_SLICE, _SLICE.replace("place,", "place, max(account_id) AS last,"))
"""The trigger on postings as it was, with the account's number first in what is sorted for the digest."""


def take_rights_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The role that web and worker act as orders a crediting and nothing else here."""
    role: str = settings.OPENJMO_DB_APP_ROLE
    if role:
        editor.execute(f"REVOKE UPDATE, DELETE ON ledger_crediting FROM {editor.quote_name(role)}")


class Migration(migrations.Migration):
    """The order to credit."""

    dependencies = [("ledger", "0005_lean_posting")]
    operations = [
        migrations.RunSQL(MONTH_TABLES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(CREDITING, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(POSTING, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(take_rights_away, migrations.RunPython.noop),
    ]
