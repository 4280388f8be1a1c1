"""Tasks of officers, and what they open without them. The three tables only grow; whoever is an officer today keeps every task."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("support_task_change", "support_opening", "support_opening_check")
GUARDS = """
CREATE FUNCTION support_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what officers were given and what they opened stays written', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION support_refuse();\n"
    for table in TABLES
)
EVERY_TASK = """
INSERT INTO support_task_change (officer_id, task, is_given, "by", at)
SELECT officer.id, task, true, 'upgrade:tasks', now() FROM support_officer officer
 CROSS JOIN unnest(ARRAY['cards', 'data', 'differences', 'identity', 'privacy', 'protection', 'recovery', 'oversight']) AS task
 WHERE officer.is_active ORDER BY officer.id, task
"""


def take_rights_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever was given rights on new tables, but for their owner, lacks these as well."""
    for table in TABLES:
        with editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT acl.grantee::regrole::text FROM pg_class held, aclexplode(held.relacl) AS acl "
                "WHERE held.oid = %s::regclass AND acl.grantee NOT IN (held.relowner, 0)",
                [table],
            )
            roles = [role for (role,) in cursor.fetchall()]
        for role in roles:
            editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")


class Migration(migrations.Migration):
    """Three tables and their guards."""

    dependencies = [("support", "0006_year_ends_second_wall")]
    operations = [
        migrations.CreateModel(
            name="TaskChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("task", models.TextField()),
                ("is_given", models.BooleanField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.officer")),
            ],
            options={
                "db_table": "support_task_change",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("task", ""), _negated=True), models.Q(("by", ""), _negated=True)),
                        name="support_task_change_says_what",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.TextField(unique=True)),
                ("subject", models.TextField()),
                ("kind", models.TextField()),
                ("request_ref", models.TextField()),
                ("reason", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.officer")),
            ],
            options={
                "db_table": "support_opening",
                "indexes": [
                    models.Index(fields=["officer", "request_ref", "until"], name="support_opening_running"),
                    models.Index(fields=["subject"], name="support_opening_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("reason", ""), _negated=True), models.Q(("subject", ""), _negated=True)),
                        name="support_opening_says_why",
                    ),
                    models.CheckConstraint(condition=models.Q(("until__gt", models.F("opened_at"))), name="support_opening_ends"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.officer")),
                ("opening", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.opening")),
            ],
            options={
                "db_table": "support_opening_check",
                "constraints": [models.UniqueConstraint(fields=("opening", "officer"), name="support_opening_check_once")],
            },
        ),
        migrations.RunSQL(GUARDS, reverse_sql="DROP FUNCTION support_refuse CASCADE"),
        migrations.RunPython(take_rights_away, migrations.RunPython.noop),
        migrations.RunSQL(EVERY_TASK, reverse_sql=migrations.RunSQL.noop),
    ]
