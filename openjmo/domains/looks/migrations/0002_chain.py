"""Looks are chained and only added to; `looks_note` is how they are written.

A line is made under a lock of its subject, so that no two follow the same one. The bytes of the chain are described in `looks/chain.py`.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CHAIN = """
CREATE FUNCTION looks_text(words text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT int4send(octet_length(convert_to(words, 'UTF8'))) || convert_to(words, 'UTF8')
$$;

CREATE FUNCTION looks_continue() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('looks:' || NEW.subject, 0));
    SELECT seq, at, link INTO before FROM looks_look WHERE subject = NEW.subject ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(before.seq, 0) + 1;
    NEW.at := greatest(clock_timestamp(), before.at);
    NEW.link := sha256(
        convert_to('openjmo.looks.link.1', 'UTF8')
        || coalesce(before.link, sha256(convert_to('openjmo.looks.chain.1', 'UTF8')))
        || looks_text(NEW.subject) || int8send(NEW.seq) || int8send((extract(epoch FROM NEW.at) * 1000000)::bigint)
        || looks_text(NEW.kind) || looks_text(NEW.who) || looks_text(NEW.name)
        || looks_text(NEW.purpose) || looks_text(NEW.about) || looks_text(NEW.unusual)
    );
    RETURN NEW;
END $$;
CREATE TRIGGER looks_look_continues BEFORE INSERT ON looks_look FOR EACH ROW EXECUTE FUNCTION looks_continue();

CREATE FUNCTION looks_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: who looked stays written', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER looks_look_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON looks_look
    FOR EACH STATEMENT EXECUTE FUNCTION looks_refuse();

-- One line a subject, unless the same reader left one for the same reason within `stands_for`. Gives the new lines.
CREATE FUNCTION looks_note(
    subjects text[], a_kind text, a_who text, a_name text, a_purpose text, a_about text,
    stands_for interval, opens_at int, closes_at int, most_files int
) RETURNS TABLE (noted_subject text, noted_unusual text) LANGUAGE plpgsql AS $$
DECLARE
    one text;
    local_now timestamp := clock_timestamp() AT TIME ZONE 'Asia/Jakarta';
    is_watched boolean := a_kind IN ('staff', 'operator');
    strange text;
BEGIN
    -- In one order, so that two readers of the same files never wait for each other.
    FOR one IN SELECT DISTINCT subject FROM unnest(subjects) AS subject ORDER BY subject LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended('looks:' || one, 0));
        CONTINUE WHEN EXISTS (
            SELECT 1 FROM looks_look AS line
            WHERE line.subject = one AND line.who = a_who AND line.at > clock_timestamp() - stands_for
            AND line.kind = a_kind AND line.purpose = a_purpose AND line.about = a_about
        );
        strange := '';
        IF is_watched THEN
            IF (SELECT count(DISTINCT line.subject) FROM looks_look AS line WHERE line.who = a_who AND line.subject <> one
                AND line.at > clock_timestamp() - interval '1 hour') >= most_files THEN
                strange := 'many';
            ELSIF closes_at - opens_at < 24 AND (extract(isodow FROM local_now) > 5
                OR extract(hour FROM local_now) < opens_at OR extract(hour FROM local_now) >= closes_at) THEN
                strange := 'hours';
            END IF;
        END IF;
        INSERT INTO looks_look (subject, seq, at, kind, who, name, purpose, about, unusual, link)
            VALUES (one, 0, clock_timestamp(), a_kind, a_who, a_name, a_purpose, a_about, strange, '');
        noted_subject := one;
        noted_unusual := strange;
        RETURN NEXT;
    END LOOP;
END $$;
"""


def take_rights_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The application's role lacks the rights as well."""
    role: str = settings.OPENJMO_DB_APP_ROLE
    if role:
        editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON looks_look FROM {editor.quote_name(role)}")


class Migration(migrations.Migration):
    """Chain and guards of the looks."""

    dependencies = [("looks", "0001_initial"), ("platform", "0001_initial")]
    operations = [
        migrations.RunSQL(CHAIN, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(take_rights_away, migrations.RunPython.noop),
    ]
