"""The view by which the desk lists requests, and the second wall around this room's tables (docs/decisions/0009)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import out_of_reach, put_behind_the_wall

VIEW = """
CREATE VIEW verification_request WITH (security_invoker = on) AS
SELECT 'data' AS kind, asked.ref, CASE WHEN asked.state = 'open' THEN 'open' ELSE 'closed' END AS state, asked.opened_at, NULL::bigint AS person_id,
       asked.account_id
  FROM verification_correction asked
UNION ALL
SELECT 'face', face.ref, CASE WHEN face.state IN ('requested', 'scheduled', 'calling') THEN 'open' ELSE 'closed' END, face.asked_at,
       NULL, face.account_id
  FROM verification_face face WHERE face.route = 'video';
"""

OWN_ROWS = dict.fromkeys(
    (
        "verification_update",
        "verification_fact",
        "verification_check",
        "verification_correction",
        "verification_face",
        "verification_picture",
    ),
    "account_id = (SELECT openjmo_account())",
)
"""Which rows of a table are a member's own."""


def build(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Policies."""
    put_behind_the_wall(editor, OWN_ROWS)


class Migration(migrations.Migration):
    """View and policies."""

    dependencies = [("verification", "0001_initial"), ("support", "0002_second_wall")]
    operations = [
        migrations.RunSQL(VIEW, reverse_sql="DROP VIEW verification_request"),
        migrations.RunPython(build, migrations.RunPython.noop),
        out_of_reach("verification_request"),
    ]
