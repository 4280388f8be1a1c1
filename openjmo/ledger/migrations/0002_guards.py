"""The tables of postings and balances, and what the database itself refuses.

Why triggers per statement: a report of 10,000 lines is one INSERT; a trigger per row would cost more than the posting.

- `ledger_posting_inserted` (after each INSERT): the entry was made in this very transaction and agrees on date and moment; the account
  exists; kept balances take the new amounts, accounts locked in the order of their id so that two reports cannot block each other.
- `ledger_entry_settled` (at commit, per entry): as many postings as announced, they sum to zero, the turnover is right, and a reversal
  mirrors its original exactly.
- `ledger_*_refused`: no UPDATE, DELETE or TRUNCATE, whoever asks. The application's role also lacks these rights.
- a check on the kept balance: an account that must not go below zero does not.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = """
ALTER TABLE ledger_entry ADD COLUMN made_in xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_reverses_other CHECK (reverses_id <> id);

CREATE TABLE ledger_posting (
    account_id  bigint NOT NULL,
    business_on date NOT NULL,
    entry_id    bigint NOT NULL,
    component   smallint NOT NULL CHECK (component BETWEEN 0 AND 4),
    amount_sen  bigint NOT NULL CHECK (amount_sen <> 0),
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, business_on, entry_id, component) INCLUDE (amount_sen, recorded_at)
);
CREATE INDEX ledger_posting_entry ON ledger_posting (entry_id);

CREATE TABLE ledger_balance (
    account_id      bigint PRIMARY KEY,
    plain_sen       bigint NOT NULL DEFAULT 0,
    worker_sen      bigint NOT NULL DEFAULT 0,
    employer_sen    bigint NOT NULL DEFAULT 0,
    returns_sen     bigint NOT NULL DEFAULT 0,
    claims_sen      bigint NOT NULL DEFAULT 0,
    balance_sen     bigint NOT NULL DEFAULT 0,
    may_be_negative boolean NOT NULL,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ledger_balance_is_sum CHECK (balance_sen = plain_sen + worker_sen + employer_sen + returns_sen + claims_sen),
    CONSTRAINT ledger_balance_not_below_zero CHECK (may_be_negative OR balance_sen >= 0)
) WITH (fillfactor = 50);
"""

GUARDS = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the ledger only grows, put it right with a reversing entry', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_entry_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_posting_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_account_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_balance_refused BEFORE DELETE OR TRUNCATE ON ledger_balance
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE FUNCTION ledger_balance_kept_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'kept balances are written by postings only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_balance_kept BEFORE INSERT OR UPDATE ON ledger_balance
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_balance_kept_only();

CREATE FUNCTION ledger_account_opened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO ledger_balance (account_id, may_be_negative)
    SELECT id, may_be_negative FROM opened;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_account_opened AFTER INSERT ON ledger_account
    REFERENCING NEW TABLE AS opened FOR EACH STATEMENT EXECUTE FUNCTION ledger_account_opened();

CREATE FUNCTION ledger_posting_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stray record;
    touched bigint;
    known bigint;
BEGIN
    SELECT posted.entry_id INTO stray
      FROM (SELECT DISTINCT entry_id, business_on, recorded_at FROM posted) AS posted
      LEFT JOIN ledger_entry entry ON entry.id = posted.entry_id
     WHERE entry.id IS NULL OR entry.made_in <> pg_current_xact_id()
        OR entry.business_on <> posted.business_on OR entry.recorded_at <> posted.recorded_at
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % takes no postings: it is unknown, closed, or of another date', stray.entry_id
            USING ERRCODE = 'restrict_violation';
    END IF;

    PERFORM 1 FROM ledger_balance
      WHERE account_id IN (SELECT account_id FROM posted) ORDER BY account_id FOR UPDATE;

    UPDATE ledger_balance balance
       SET plain_sen = balance.plain_sen + added.plain, worker_sen = balance.worker_sen + added.worker,
           employer_sen = balance.employer_sen + added.employer, returns_sen = balance.returns_sen + added.returns,
           claims_sen = balance.claims_sen + added.claims, balance_sen = balance.balance_sen + added.total, updated_at = now()
      FROM (SELECT account_id,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 0), 0)::bigint AS plain,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 1), 0)::bigint AS worker,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 2), 0)::bigint AS employer,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 3), 0)::bigint AS returns,
                   coalesce(sum(amount_sen) FILTER (WHERE component = 4), 0)::bigint AS claims,
                   sum(amount_sen)::bigint AS total
              FROM posted GROUP BY account_id) AS added
     WHERE added.account_id = balance.account_id;
    GET DIAGNOSTICS touched = ROW_COUNT;
    SELECT count(DISTINCT account_id) INTO known FROM posted;
    IF touched <> known THEN
        RAISE EXCEPTION '% of % accounts are unknown', known - touched, known USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_posting_inserted AFTER INSERT ON ledger_posting
    REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION ledger_posting_inserted();

CREATE FUNCTION ledger_entry_settled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found_count bigint;
    found_sum numeric;
    found_turnover numeric;
BEGIN
    SELECT count(*), coalesce(sum(amount_sen), 0), coalesce(sum(amount_sen) FILTER (WHERE amount_sen > 0), 0)
      INTO found_count, found_sum, found_turnover
      FROM ledger_posting WHERE entry_id = NEW.id;
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
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_settled AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_settled();

CREATE FUNCTION ledger_entry_stamped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.made_in := pg_current_xact_id();
    NEW.recorded_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_stamped BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_stamped();
"""

FUND_ACCOUNTS = """
INSERT INTO ledger_account (code, kind, may_be_negative)
VALUES ('fund:bank', 3, true), ('fund:returns', 3, true), ('fund:late_fines', 3, true);
"""


def take_rights_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The role that web and worker act as can add to the ledger and read it, nothing else."""
    role: str = settings.OPENJMO_DB_APP_ROLE
    if role:
        name = editor.quote_name(role)
        editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON ledger_account, ledger_entry, ledger_posting FROM {name}")
        editor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_balance FROM {name}")


class Migration(migrations.Migration):
    """Guards of the ledger."""

    dependencies = [("ledger", "0001_initial"), ("platform", "0001_initial")]
    operations = [
        migrations.RunSQL(TABLES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(FUND_ACCOUNTS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(take_rights_away, migrations.RunPython.noop),
    ]
