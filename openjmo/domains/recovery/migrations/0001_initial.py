"""Cases of coming back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("code_digest", models.CharField(max_length=64, unique=True)),
                ("nik", models.BinaryField()),
                ("full_name", models.BinaryField()),
                ("birth_date", models.DateField(null=True)),
                ("mother_name", models.BinaryField()),
                ("card_number", models.CharField(default="", max_length=11)),
                ("new_email", models.EmailField(max_length=254)),
                ("new_phone", models.BinaryField()),
                ("language", models.CharField(max_length=8)),
                ("opened_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("asks_phone", models.BooleanField()),
                ("turn", models.SmallIntegerField(default=1)),
                ("sent_turn", models.SmallIntegerField(default=0)),
                ("email_code_digest", models.CharField(default="", max_length=64)),
                ("phone_code_digest", models.CharField(default="", max_length=64)),
                ("codes_until", models.DateTimeField(null=True)),
                ("wrong_count", models.SmallIntegerField(default=0)),
                ("email_proven_at", models.DateTimeField(null=True)),
                ("phone_proven_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("trusted_ref", models.CharField(default="", max_length=16)),
                ("trusted_digest", models.CharField(max_length=64, null=True, unique=True)),
                ("examined_by", models.TextField(default="")),
                ("examined_at", models.DateTimeField(null=True)),
                ("evidence", models.JSONField(default=list)),
                ("reason", models.TextField(default="")),
                ("agreed_by", models.TextField(default="")),
                ("agreed_at", models.DateTimeField(null=True)),
                ("ready_at", models.DateTimeField(null=True)),
                ("link_digest", models.CharField(max_length=64, null=True, unique=True)),
                ("link_until", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "end",
                    models.CharField(
                        choices=[("stopped", "Stopped"), ("rejected", "Rejected"), ("run_out", "Run Out"), ("closed", "Closed")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("end_reason", models.TextField(default="")),
                ("ended_by", models.TextField(default="")),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "recovery_case",
                "indexes": [
                    models.Index(
                        condition=models.Q(("account__isnull", False)), fields=["account", "-id"], name="recovery_case_of_account"
                    ),
                    models.Index(condition=models.Q(("done_at", None), ("ended_at", None)), fields=["-id"], name="recovery_case_open"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("account__isnull", False), ("done_at", None), ("ended_at", None)),
                        fields=("account",),
                        name="recovery_case_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by", ""), models.Q(("agreed_by", models.F("examined_by")), _negated=True), _connector="OR"
                        ),
                        name="recovery_case_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agreed_at", None), ("ready_at__gt", models.F("agreed_at")), _connector="OR"),
                        name="recovery_case_waits",
                    ),
                ],
            },
        ),
    ]
