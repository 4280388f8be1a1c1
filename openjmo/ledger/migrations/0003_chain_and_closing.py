"""The hash chain over all entries, and the closing of periods.

- `ledger_link`: one row per entry, in the order of their commits, without gaps; each link is the digest of the one before and of the entry.
  It is made by `ledger_entry_settled` at commit, so there is no moment at which an entry stands without its link. What is digested, byte
  by byte, is written in `openjmo/ledger/chain.py`, and `openjmo ledger verify` computes it anew without these functions.
- `ledger_closing`: the last business day that is closed. An entry with a business date up to that day is refused, whoever asks.

Both wait for one another with advisory locks, held until the end of the transaction: links one after the other, and a closing after every
entry that is under way.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = """
CREATE TABLE ledger_link (
    seq          bigint PRIMARY KEY CHECK (seq > 0),
    day          date NOT NULL,
    entry_id     bigint NOT NULL UNIQUE,
    entry_key    text NOT NULL,
    entry_digest bytea NOT NULL CHECK (octet_length(entry_digest) = 32),
    link         bytea NOT NULL CHECK (octet_length(link) = 32)
);
CREATE INDEX ledger_link_day ON ledger_link (day);

CREATE TABLE ledger_closing (
    through   date PRIMARY KEY,
    closed_at timestamptz NOT NULL DEFAULT now(),
    closed_by text NOT NULL
);

CREATE INDEX ledger_entry_original_on ON ledger_entry (id) WHERE about ? 'original_on';
"""

SLICE = """sha256(string_agg(
                       int8send(line.account_id) || int2send(line.component) || int8send(line.amount_sen)
                           || (SELECT int4send(octet_length(code)) || convert_to(code, 'UTF8') FROM ledger_account WHERE id = line.account_id),
                       ''::bytea ORDER BY line.account_id, line.component))"""
"""A look-up per posting: a join would be planned for an entry of average size, and read every account for an entry of two postings."""

CHAIN = """
CREATE FUNCTION ledger_text_bytes(value text) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8')
$$;

CREATE FUNCTION ledger_link_of(previous bytea, entry_digest bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sha256('openjmo.ledger.link.1'::bytea || previous || entry_digest)
$$;

CREATE FUNCTION ledger_entry_digest(entry ledger_entry, postings bytea) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256('openjmo.ledger.entry.1'::bytea || int8send(entry.id) || ledger_text_bytes(entry.key) || ledger_text_bytes(entry.event)
        || int4send(entry.business_on - date '1970-01-01') || int8send((extract(epoch FROM entry.recorded_at) * 1000000)::bigint)
        || int4send(entry.posting_count) || int8send(entry.turnover_sen) || ledger_text_bytes(entry.rules_digest)
        || ledger_text_bytes(entry.about::text) || int8send(coalesce(entry.reverses_id, 0)) || postings)
$$;

CREATE FUNCTION ledger_append_link(entry ledger_entry, postings bytea) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    digest bytea := ledger_entry_digest(entry, postings);
    head ledger_link;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('openjmo.ledger.chain', 0));
    SELECT * INTO head FROM ledger_link ORDER BY seq DESC LIMIT 1;
    INSERT INTO ledger_link (seq, day, entry_id, entry_key, entry_digest, link) VALUES (
        coalesce(head.seq, 0) + 1, greatest(head.day, (entry.recorded_at AT TIME ZONE 'Asia/Jakarta')::date), entry.id, entry.key,
        digest, ledger_link_of(coalesce(head.link, sha256('openjmo.ledger.chain.1'::bytea)), digest)
    );
END $$;

CREATE OR REPLACE FUNCTION ledger_entry_settled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found_count bigint;
    found_sum numeric;
    found_turnover numeric;
    postings bytea;
BEGIN
    SELECT coalesce(sum(slice.line_count), 0), coalesce(sum(slice.total), 0), coalesce(sum(slice.turnover), 0),
           string_agg(slice.digest, ''::bytea ORDER BY slice.place)
      INTO found_count, found_sum, found_turnover, postings
      FROM (SELECT line.account_id >> 16 AS place, count(*) AS line_count, sum(line.amount_sen) AS total,
                   coalesce(sum(line.amount_sen) FILTER (WHERE line.amount_sen > 0), 0) AS turnover,
                   @SLICE@ AS digest
              FROM ledger_posting line WHERE line.entry_id = NEW.id GROUP BY 1) AS slice;
    IF found_sum <> 0 THEN
        RAISE EXCEPTION 'entry % does not balance: its postings sum to % sen', NEW.key, found_sum USING ERRCODE = 'check_violation';
    END IF;
    IF found_count <> NEW.posting_count OR found_turnover <> NEW.turnover_sen THEN
        RAISE EXCEPTION 'entry % announced % postings of % sen and has % of % sen',
            NEW.key, NEW.posting_count, NEW.turnover_sen, found_count, found_turnover USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND (
        NEW.posting_count <> (SELECT posting_count FROM ledger_entry WHERE id = NEW.reverses_id)
        OR EXISTS (
            SELECT account_id, component, -amount_sen FROM ledger_posting WHERE entry_id = NEW.reverses_id
            EXCEPT SELECT account_id, component, amount_sen FROM ledger_posting WHERE entry_id = NEW.id
        )
    ) THEN
        RAISE EXCEPTION 'entry % does not mirror the entry it reverses', NEW.key USING ERRCODE = 'check_violation';
    END IF;
    PERFORM ledger_append_link(NEW, postings);
    RETURN NULL;
END $$;
"""

LINK_WHAT_IS_THERE = """
DO $$
DECLARE
    entry ledger_entry;
BEGIN
    FOR entry IN SELECT * FROM ledger_entry ORDER BY recorded_at, id LOOP
        PERFORM ledger_append_link(entry, (
            SELECT string_agg(slice.digest, ''::bytea ORDER BY slice.place)
              FROM (SELECT line.account_id >> 16 AS place,
                           @SLICE@ AS digest
                      FROM ledger_posting line WHERE line.entry_id = entry.id GROUP BY 1) AS slice
        ));
    END LOOP;
END $$;
"""

GUARDS = """
CREATE TRIGGER ledger_link_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_link
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_closing_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_closing
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE FUNCTION ledger_link_made_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'links are made by entries only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_link_made BEFORE INSERT ON ledger_link
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_link_made_only();

CREATE FUNCTION ledger_entry_in_open_period() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    closed date;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('openjmo.ledger.closing', 0));
    SELECT max(through) INTO closed FROM ledger_closing;
    IF NEW.business_on <= closed THEN
        RAISE EXCEPTION 'entry % is dated %, and business dates are closed through %', NEW.key, NEW.business_on, closed
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_in_open_period BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_in_open_period();

CREATE FUNCTION ledger_closing_in_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('openjmo.ledger.closing', 0));
    IF NEW.through <> (date_trunc('month', NEW.through) + interval '1 month - 1 day')::date THEN
        RAISE EXCEPTION 'a period ends with a month, not on %', NEW.through USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.through <= (SELECT max(through) FROM ledger_closing) THEN
        RAISE EXCEPTION 'business dates are closed beyond % already', NEW.through USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.closed_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_closing_in_order BEFORE INSERT ON ledger_closing
    FOR EACH ROW EXECUTE FUNCTION ledger_closing_in_order();
"""


def take_rights_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The role that web and worker act as reads the chain and can add a closing; links are made for it."""
    role: str = settings.OPENJMO_DB_APP_ROLE
    if role:
        name = editor.quote_name(role)
        editor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_link FROM {name}")
        editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON ledger_closing FROM {name}")
        editor.execute(f"REVOKE EXECUTE ON FUNCTION ledger_append_link(ledger_entry, bytea) FROM {name}, PUBLIC")


class Migration(migrations.Migration):
    """Chain and closing."""

    dependencies = [("ledger", "0002_guards")]
    operations = [
        migrations.RunSQL(TABLES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(CHAIN.replace("@SLICE@", SLICE), reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(LINK_WHAT_IS_THERE.replace("@SLICE@", SLICE), reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(take_rights_away, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("entry_id", models.BigIntegerField(unique=True)),
                ("entry_key", models.TextField()),
                ("entry_digest", models.BinaryField()),
                ("link", models.BinaryField()),
            ],
            options={"db_table": "ledger_link", "managed": False},
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("through", models.DateField(primary_key=True, serialize=False)),
                ("closed_at", models.DateTimeField()),
                ("closed_by", models.TextField()),
            ],
            options={"db_table": "ledger_closing", "managed": False},
        ),
    ]
