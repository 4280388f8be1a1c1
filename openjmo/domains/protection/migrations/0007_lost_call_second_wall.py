"""Calls about a lost telephone; a member's page sees its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import put_behind_the_wall

OWN_ROWS = {"protection_lost_call": "account_id = (SELECT openjmo_account())"}


def build(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Behind the wall; the web adds calls and changes none."""
    put_behind_the_wall(editor, OWN_ROWS)
    if settings.OPENJMO_DB_APP_ROLE:
        editor.execute(f"REVOKE UPDATE, DELETE ON protection_lost_call FROM {editor.quote_name(settings.OPENJMO_DB_APP_ROLE)}")


class Migration(migrations.Migration):
    """Has no way back: without its policies a running system would see nothing."""

    dependencies = [("protection", "0006_name"), ("identity", "0012_limits"), ("support", "0011_own_session")]
    operations = [
        migrations.CreateModel(
            "LostCall",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="identity.account"),
                ),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("nik", models.BinaryField()),
                ("nik_key", models.BinaryField(max_length=16, null=True)),
                ("fitted", models.BooleanField()),
                ("freezes", models.BooleanField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "protection_lost_call",
                "indexes": [
                    models.Index(fields=["nik_key", "at"], name="protection_lost_call_of_nik"),
                    models.Index(fields=["by", "at"], name="protection_lost_call_by"),
                    models.Index(fields=["account", "-id"], name="protection_lost_call_newest"),
                ],
            },
        ),
        migrations.RunPython(build, migrations.RunPython.noop),
    ]
