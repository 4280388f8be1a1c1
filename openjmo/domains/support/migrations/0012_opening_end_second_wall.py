"""An opening may end before its time: a row of its own that nobody changes. A member's page sees the ends of what was opened of that member."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import put_behind_the_wall

OWN_ROWS = {"support_opening_end": "opening_id IN (SELECT id FROM support_opening)"}
"""The openings are behind the wall themselves, so these are the member's own."""
GUARD = """
CREATE TRIGGER support_opening_end_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON support_opening_end
    FOR EACH STATEMENT EXECUTE FUNCTION support_refuse();
"""


def build(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    put_behind_the_wall(editor, OWN_ROWS)
    if not settings.OPENJMO_DB_APP_ROLE:
        return
    member, web, worker = (
        editor.quote_name(role) for role in (settings.OPENJMO_DB_MEMBER_ROLE, settings.OPENJMO_DB_APP_ROLE, settings.OPENJMO_DB_WORKER_ROLE)
    )
    editor.execute(f"REVOKE INSERT, UPDATE, DELETE ON support_opening_end FROM {member}")
    editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON support_opening_end FROM {web}, {worker}")


class Migration(migrations.Migration):
    """Has no way back: without its policies a running system would see nothing."""

    dependencies = [("support", "0011_own_session")]
    operations = [
        migrations.CreateModel(
            name="OpeningEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.officer")),
                ("opening", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="end", to="support.opening")),
            ],
            options={"db_table": "support_opening_end"},
        ),
        migrations.RunSQL(GUARD, reverse_sql="DROP TRIGGER support_opening_end_refused ON support_opening_end"),
        migrations.RunPython(build, migrations.RunPython.noop),
    ]
