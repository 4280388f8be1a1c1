"""A member's page sees what was opened of that member's own, and of the officer it may be only their own tasks; it changes none of it."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import put_behind_the_wall

_OWN_OFFICER = "officer_id IN (SELECT id FROM support_officer)"
OWN_ROWS = {
    "support_task_change": _OWN_OFFICER,
    "support_opening": "subject = ANY ((SELECT messaging_own_names())::text[])",
    "support_opening_check": _OWN_OFFICER,
}
"""Which rows of a table are a member's own; the officers' table is behind the wall itself, so it shows the own officer only."""


def build(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    put_behind_the_wall(editor, OWN_ROWS)
    if settings.OPENJMO_DB_APP_ROLE:
        for table in OWN_ROWS:
            editor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {editor.quote_name(settings.OPENJMO_DB_MEMBER_ROLE)}")


class Migration(migrations.Migration):
    """Has no way back: without its policies a running system would see nothing."""

    dependencies = [("support", "0007_tasks")]
    operations = [migrations.RunPython(build, migrations.RunPython.noop)]
