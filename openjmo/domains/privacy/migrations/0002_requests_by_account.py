"""The worklist's view names whose request it is instead of the name itself, which is sealed."""

from django.db import migrations

from openjmo.platform.own_rows import out_of_reach

VIEW = """
DROP VIEW privacy_request;
CREATE VIEW privacy_request WITH (security_invoker = on) AS
SELECT 'privacy' AS kind, ref, CASE WHEN state = 'open' THEN 'open' ELSE 'closed' END AS state, opened_at, NULL::bigint AS person_id,
       account_id
  FROM privacy_asked;
"""


class Migration(migrations.Migration):
    """The view."""

    dependencies = [("privacy", "0001_initial"), ("support", "0002_second_wall")]
    operations = [migrations.RunSQL(VIEW, migrations.RunSQL.noop), out_of_reach("privacy_request")]
