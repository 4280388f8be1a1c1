"""Requests about personal data, breaches, and the view by which the desk lists requests."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

VIEW = """
CREATE VIEW privacy_request AS
SELECT 'privacy' AS kind, asked.ref, CASE WHEN asked.state = 'open' THEN 'open' ELSE 'closed' END AS state, asked.opened_at,
       account.full_name
  FROM privacy_asked asked JOIN identity_account account ON account.id = asked.account_id;
"""


class Migration(migrations.Migration):
    """Tables and the view."""

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("known_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("happened", models.TextField()),
                ("data", models.TextField()),
                ("handling", models.TextField()),
                ("recovery", models.TextField()),
                ("noted_by", models.TextField()),
                ("noted_at", models.DateTimeField()),
                ("agency_told_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "privacy_breach",
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("words", models.TextField(default="")),
                ("state", models.CharField(default="open", max_length=10)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(default="")),
                ("answered_by", models.TextField(default="")),
                ("answered_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "db_table": "privacy_asked",
                "indexes": [models.Index(fields=["account", "-opened_at"], name="privacy_asked_of_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "refused"])), name="privacy_asked_state_known"
                    ),
                    models.UniqueConstraint(condition=models.Q(("state", "open")), fields=("account", "kind"), name="privacy_asked_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreachNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("breach", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="privacy.breach")),
            ],
            options={
                "db_table": "privacy_breach_notice",
                "indexes": [models.Index(condition=models.Q(("told_at", None)), fields=["breach"], name="privacy_breach_to_tell")],
                "constraints": [models.UniqueConstraint(fields=("breach", "account"), name="privacy_breach_notice_once")],
            },
        ),
        migrations.RunSQL(VIEW, reverse_sql="DROP VIEW privacy_request"),
    ]
