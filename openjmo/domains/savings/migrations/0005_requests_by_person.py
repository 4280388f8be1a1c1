"""The worklist's view names whose request it is instead of the name itself, which is sealed."""

from django.db import migrations

from openjmo.platform.own_rows import out_of_reach

VIEW = """
DROP VIEW savings_request;
CREATE VIEW savings_request WITH (security_invoker = on) AS
SELECT 'difference' AS kind, ref, state, opened_at, person_id, NULL::bigint AS account_id FROM savings_difference
UNION ALL
SELECT 'merge', ref, CASE WHEN state = 'open' THEN 'open' ELSE 'closed' END, opened_at, person_id, NULL FROM savings_card_merge;
DROP VIEW membership_person_name;
"""


class Migration(migrations.Migration):
    """The view."""

    dependencies = [("savings", "0004_card_merges"), ("support", "0002_second_wall")]
    operations = [migrations.RunSQL(VIEW, migrations.RunSQL.noop), out_of_reach("savings_request")]
