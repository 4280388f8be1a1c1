"""The published figures of months: only added to, by the worker, and only read by the web; no member's or employer's page asks for them."""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import out_of_reach

GUARDS = """
CREATE FUNCTION reports_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what was published stays', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER reports_month_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON reports_month
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse();
"""


def take_rights_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The roles of web and worker lack the rights as well; the web adds no month either."""
    if not settings.OPENJMO_DB_APP_ROLE:
        return
    web, worker = (editor.quote_name(role) for role in (settings.OPENJMO_DB_APP_ROLE, settings.OPENJMO_DB_WORKER_ROLE))
    editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON reports_month FROM {web}, {worker}")
    editor.execute(f"REVOKE INSERT ON reports_month FROM {web}")


class Migration(migrations.Migration):
    """The table, its guards and who may do what."""

    initial = True

    dependencies = [("support", "0010_employers_wall")]
    operations = [
        migrations.CreateModel(
            name="MonthFigures",
            fields=[
                ("month", models.DateField(primary_key=True, serialize=False)),
                ("counted_at", models.DateTimeField()),
                ("least", models.SmallIntegerField()),
                ("members", models.IntegerField(null=True)),
                ("active", models.IntegerField(null=True)),
                ("accounts", models.IntegerField(null=True)),
                ("employers", models.IntegerField()),
                ("reports", models.IntegerField()),
                ("worker_sen", models.BigIntegerField(null=True)),
                ("employer_sen", models.BigIntegerField(null=True)),
                ("returns_sen", models.BigIntegerField(null=True)),
                ("claims_sen", models.BigIntegerField(null=True)),
                ("claimants", models.IntegerField(null=True)),
                ("measured", models.IntegerField()),
                ("median_time", models.DurationField(null=True)),
                ("slow_time", models.DurationField(null=True)),
                ("requests_due", models.IntegerField(null=True)),
                ("requests_in_time", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "reports_month",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="reports_month_first_day"),
                    models.CheckConstraint(condition=models.Q(("least__gte", 1)), name="reports_month_least"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, reverse_sql="DROP FUNCTION reports_refuse CASCADE"),
        migrations.RunPython(take_rights_away, migrations.RunPython.noop),
        out_of_reach("reports_month"),
    ]
