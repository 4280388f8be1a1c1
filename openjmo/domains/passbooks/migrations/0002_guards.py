"""Issued passbooks are only added to: no UPDATE, DELETE or TRUNCATE, whoever asks."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

GUARDS = """
CREATE FUNCTION passbooks_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what was issued stays', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER passbooks_issued_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON passbooks_issued
    FOR EACH STATEMENT EXECUTE FUNCTION passbooks_refuse();
"""


def take_rights_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The application's role lacks the rights as well."""
    role: str = settings.OPENJMO_DB_APP_ROLE
    if role:
        editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON passbooks_issued FROM {editor.quote_name(role)}")


class Migration(migrations.Migration):
    """Guards of the issued passbooks."""

    dependencies = [("passbooks", "0001_initial"), ("platform", "0001_initial")]
    operations = [
        migrations.RunSQL(GUARDS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(take_rights_away, migrations.RunPython.noop),
    ]
