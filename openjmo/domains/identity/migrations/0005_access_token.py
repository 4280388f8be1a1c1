"""Keys with which a program of a member's reads their balance."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of access tokens."""

    dependencies = [
        ("identity", "0004_second_factors"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("key_digest", models.BinaryField(max_length=32, unique=True)),
                ("asked_as", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="access_tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "identity_access_token",
                "constraints": [
                    models.UniqueConstraint(fields=("account", "asked_as"), name="identity_access_token_once"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))), name="identity_access_token_ends"
                    ),
                ],
            },
        ),
    ]
