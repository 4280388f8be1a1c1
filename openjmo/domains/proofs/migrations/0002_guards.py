"""Published totals are only added to: no UPDATE, DELETE or TRUNCATE, whoever asks, and each row follows the one before."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

GUARDS = """
CREATE FUNCTION proofs_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what was published stays', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER proofs_published_total_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON proofs_published_total
    FOR EACH STATEMENT EXECUTE FUNCTION proofs_refuse();

CREATE FUNCTION proofs_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest proofs_published_total;
BEGIN
    SELECT * INTO newest FROM proofs_published_total ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(newest.number, 0) + 1 OR NEW.as_of <= newest.as_of THEN
        RAISE EXCEPTION 'published total % of % does not follow % of %', NEW.number, NEW.as_of, newest.number, newest.as_of
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proofs_published_total_follows BEFORE INSERT ON proofs_published_total
    FOR EACH ROW EXECUTE FUNCTION proofs_follows();
"""


def take_rights_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The application's role lacks the rights as well."""
    role: str = settings.OPENJMO_DB_APP_ROLE
    if role:
        editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON proofs_published_total FROM {editor.quote_name(role)}")


class Migration(migrations.Migration):
    """Guards of the published totals."""

    dependencies = [("proofs", "0001_initial"), ("platform", "0001_initial")]
    operations = [
        migrations.RunSQL(GUARDS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(take_rights_away, migrations.RunPython.noop),
    ]
