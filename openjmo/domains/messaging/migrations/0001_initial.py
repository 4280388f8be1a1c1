"""Messages and mail."""

import django.contrib.postgres.functions
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """First tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("recipient", models.TextField()),
                ("template", models.TextField(default="")),
                ("language", models.CharField(max_length=8)),
                ("subject", models.TextField()),
                ("body", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Queued"), ("sent", "Sent"), ("failed", "Failed")], default="queued", max_length=8
                    ),
                ),
                ("attempt_count", models.SmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("sent_at", models.DateTimeField(null=True)),
                ("problem", models.TextField(default="")),
            ],
            options={
                "db_table": "messaging_mail",
                "indexes": [models.Index(condition=models.Q(("state", "queued")), fields=["next_try_at"], name="messaging_mail_waiting")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("recipient", ""), _negated=True), name="messaging_mail_has_recipient"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["queued", "sent", "failed"])), name="messaging_mail_state_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ref", models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), unique=True)),
                ("recipient", models.TextField()),
                ("topic", models.TextField()),
                ("template", models.TextField()),
                ("values", models.JSONField(default=dict)),
                ("about", models.TextField(db_default="", default="")),
                ("key", models.TextField(db_default="", default="")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "messaging_message",
                "indexes": [
                    models.Index(fields=["recipient", "-id"], name="messaging_message_newest"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["recipient"], name="messaging_message_unread"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True), fields=("recipient", "key"), name="messaging_message_once"
                    )
                ],
            },
        ),
    ]
