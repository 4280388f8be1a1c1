"""Verified telephone numbers, changes of the address, and one-time codes."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Changing the address, and the way in by SMS."""

    dependencies = [
        ("identity", "0002_counter"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="verified_phone",
            field=models.CharField(db_default="", default="", max_length=16),
        ),
        migrations.CreateModel(
            name="EmailChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("old_email", models.EmailField(max_length=254)),
                ("new_email", models.EmailField(max_length=254)),
                ("key_digest", models.BinaryField(max_length=32, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="email_changes", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "identity_email_change",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("changed_at", None)), fields=("account",), name="identity_email_change_one_waiting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("new_email", django.db.models.functions.text.Lower("new_email"))),
                        name="identity_email_change_lower",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=43, unique=True)),
                ("purpose", models.CharField(choices=[("password", "Password"), ("phone", "Phone")], max_length=8)),
                ("email", models.CharField(max_length=254)),
                ("phone", models.CharField(default="", max_length=16)),
                ("code_digest", models.CharField(default="", max_length=64)),
                ("is_vouched", models.BooleanField(default=False)),
                ("wrong_count", models.SmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField(db_index=True)),
                ("expires_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("proven_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="codes", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "identity_one_time_code",
                "indexes": [
                    models.Index(fields=["email"], name="identity_code_email"),
                    models.Index(condition=models.Q(("phone", ""), _negated=True), fields=["phone", "sent_at"], name="identity_code_phone"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("purpose__in", ["password", "phone"])), name="identity_code_purpose_known")
                ],
            },
        ),
    ]
