"""Two SMS routes: by which a text went and what became of it, which route is behind, and who wrote to us.

A member's page sees what became of the texts to and from its own number. The web hears receipts and incoming texts; handing texts over is the worker's business.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import out_of_reach, put_behind_the_wall

OWN_ROWS = {
    "messaging_dispatch": "mail_id IN (SELECT id FROM messaging_mail)",
    "messaging_incoming": "number_key = (SELECT phone_key FROM identity_account WHERE id = openjmo_account())",
}
NOT_FOR_THE_WEB = {
    "messaging_dispatch": "INSERT, DELETE",
    "messaging_route": "INSERT, UPDATE, DELETE",
    "messaging_incoming": "DELETE",
}


def build(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Behind the wall, and out of the web's hands."""
    put_behind_the_wall(editor, OWN_ROWS)
    if settings.OPENJMO_DB_APP_ROLE:
        for table, rights in NOT_FOR_THE_WEB.items():
            editor.execute(f"REVOKE {rights} ON {table} FROM {editor.quote_name(settings.OPENJMO_DB_APP_ROLE)}")


class Migration(migrations.Migration):
    """Has no way back: without its policies a running system would see nothing."""

    dependencies = [("messaging", "0005_nothing_in_clear"), ("support", "0011_own_session")]
    operations = [
        migrations.AddIndex(
            "mail",
            models.Index(fields=["number_key"], condition=models.Q(("number_key__isnull", False)), name="messaging_mail_number"),
        ),
        migrations.CreateModel(
            "Dispatch",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("mail", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="messaging.mail")),
                ("route", models.CharField(max_length=20)),
                ("ref", models.CharField(max_length=32, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("taken", "Taken"),
                            ("refused", "Refused"),
                            ("rejected", "Rejected"),
                            ("silent", "Silent"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("news", models.CharField(default="", max_length=9)),
                ("reason", models.CharField(default="", max_length=16)),
                ("news_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "messaging_dispatch",
                "indexes": [models.Index(fields=["route", "at"], name="messaging_dispatch_lately")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "taken", "refused", "rejected", "silent"])),
                        name="messaging_dispatch_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("news__in", ["", "sent", "delivered", "failed"])), name="messaging_dispatch_news_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Route",
            [
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("behind_since", models.DateTimeField()),
                ("behind_until", models.DateTimeField()),
            ],
            options={"db_table": "messaging_route"},
        ),
        migrations.CreateModel(
            "IncomingText",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("route", models.CharField(max_length=20)),
                ("provider_ref", models.CharField(max_length=100)),
                ("number", models.BinaryField()),
                ("number_key", models.BinaryField(max_length=16, null=True)),
                ("topic", models.CharField(default="", max_length=10)),
                ("received_at", models.DateTimeField(db_index=True)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "messaging_incoming",
                "indexes": [models.Index(fields=["number_key", "answered_at"], name="messaging_incoming_answered")],
                "constraints": [models.UniqueConstraint(fields=["route", "provider_ref"], name="messaging_incoming_once")],
            },
        ),
        out_of_reach("messaging_route"),
        migrations.RunPython(build, migrations.RunPython.noop),
    ]
