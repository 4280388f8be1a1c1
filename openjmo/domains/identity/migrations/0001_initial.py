"""Accounts, registrations, consents, representations and sessions."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """First tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("full_name", models.CharField(max_length=200)),
                ("phone", models.CharField(default="", max_length=16)),
                (
                    "kind",
                    models.CharField(
                        choices=[("participant", "Participant"), ("employer", "Employer"), ("operator", "Operator")],
                        default="participant",
                        max_length=12,
                    ),
                ),
                ("language", models.CharField(default="id", max_length=8)),
                ("hide_balance", models.BooleanField(default=False)),
                ("remind_monthly", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("email_confirmed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "identity_account",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))), name="identity_account_email_lower"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["participant", "employer", "operator"])), name="identity_account_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key_digest", models.BinaryField(max_length=32, unique=True)),
                ("data", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "identity_session",
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.CharField(max_length=20)),
                ("version", models.CharField(max_length=20)),
                ("text_digest", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=8)),
                ("given_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="consents", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "db_table": "identity_consent",
                "constraints": [models.UniqueConstraint(fields=("account", "document", "version"), name="identity_consent_once")],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nik", models.CharField(max_length=16)),
                ("card_number", models.CharField(default="", max_length=11)),
                ("mother_name", models.CharField(default="", max_length=200)),
                ("full_name", models.CharField(max_length=200)),
                ("phone", models.CharField(max_length=16)),
                ("terms_version", models.CharField(max_length=20)),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="registration", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "identity_registration",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("card_number", ""), _negated=True), models.Q(("mother_name", ""), _negated=True), _connector="OR"
                        ),
                        name="identity_registration_card_or_mother",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Representation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("employer_ref", models.CharField(db_index=True, max_length=16)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="representations", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "identity_representation",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("account", "employer_ref"), name="identity_representation_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="identity_representation_ends_after_start",
                    ),
                ],
            },
        ),
    ]
