"""Canary records: which persons they are no page may ask, whoever is signed in; the worker and commands may."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import out_of_reach


def keep_from_pages(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The web's role has no right on the table."""
    if settings.OPENJMO_DB_APP_ROLE:
        editor.execute(f"REVOKE ALL ON support_canary FROM {editor.quote_name(settings.OPENJMO_DB_APP_ROLE)}")


class Migration(migrations.Migration):
    """The table and who may not read it."""

    dependencies = [("support", "0014_narrow_at_once"), ("membership", "0011_likely_cards")]
    operations = [
        migrations.CreateModel(
            name="Canary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.TextField(unique=True)),
                ("subject", models.TextField(unique=True)),
                ("placed_for", models.TextField()),
                ("planted_by", models.TextField()),
                ("planted_at", models.DateTimeField()),
                ("told_look", models.BigIntegerField(default=0)),
                ("claim_told_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="membership.person"),
                ),
            ],
            options={
                "db_table": "support_canary",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("placed_for", ""), _negated=True), name="support_canary_says_what_for")
                ],
            },
        ),
        out_of_reach("support_canary"),
        migrations.RunPython(keep_from_pages, migrations.RunPython.noop),
    ]
