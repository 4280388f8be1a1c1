"""Payout accounts, locks, their shortenings, and freezes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Four tables."""

    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="PayoutAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("bank_code", models.CharField(max_length=3)),
                ("sealed_number", models.BinaryField(max_length=96)),
                ("last_digits", models.CharField(max_length=4)),
                ("holder", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "db_table": "protection_payout_account",
            },
        ),
        migrations.CreateModel(
            name="Lock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("email", "Email"),
                            ("factor", "Factor"),
                            ("password", "Password"),
                            ("payout", "Payout Account"),
                            ("thaw", "Thaw"),
                        ],
                        max_length=10,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("old_email", models.EmailField(default="", max_length=254)),
                ("new_email", models.EmailField(default="", max_length=254)),
                ("may_take_back", models.BooleanField(default=False)),
                ("vetoed_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "new_payout",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="protection.payoutaccount"
                    ),
                ),
                (
                    "old_payout",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="protection.payoutaccount"
                    ),
                ),
            ],
            options={
                "db_table": "protection_lock",
            },
        ),
        migrations.CreateModel(
            name="Shortening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("reason", models.TextField()),
                ("asked_by", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("agreed_by", models.TextField(default="")),
                ("agreed_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "db_table": "protection_shortening",
            },
        ),
        migrations.CreateModel(
            name="Freeze",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[("member", "Member"), ("notice", "Notice"), ("sms", "Sms"), ("veto", "Veto"), ("officer", "Officer")],
                        max_length=8,
                    ),
                ),
                ("by", models.TextField(default="")),
                ("frozen_at", models.DateTimeField()),
                ("lift_asked_by", models.TextField(default="")),
                ("lift_agreed_by", models.TextField(default="")),
                ("lift_reason", models.TextField(default="")),
                ("lift_asked_at", models.DateTimeField(null=True)),
                ("lifts_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "db_table": "protection_freeze",
                "indexes": [models.Index(fields=["account", "-id"], name="protection_freeze_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lift_agreed_by", ""), models.Q(("lift_agreed_by", models.F("lift_asked_by")), _negated=True), _connector="OR"
                        ),
                        name="protection_freeze_two_people",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="payoutaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("account",), name="protection_payout_account_one"
            ),
        ),
        migrations.AddIndex(
            model_name="lock",
            index=models.Index(fields=["account", "until"], name="protection_lock_of_account"),
        ),
        migrations.AddConstraint(
            model_name="lock",
            constraint=models.CheckConstraint(condition=models.Q(("until__gt", models.F("begun_at"))), name="protection_lock_lasts"),
        ),
        migrations.AddConstraint(
            model_name="shortening",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreed_at", None)), fields=("account",), name="protection_shortening_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="shortening",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed_by", models.F("asked_by")), _negated=True), name="protection_shortening_two_people"
            ),
        ),
    ]
