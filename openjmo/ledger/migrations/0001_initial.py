"""Accounts and entries; postings and balances follow in SQL."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """First tables of the ledger."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("kind", models.SmallIntegerField()),
                ("may_be_negative", models.BooleanField()),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"db_table": "ledger_account"},
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("event", models.TextField()),
                ("business_on", models.DateField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("posting_count", models.IntegerField()),
                ("turnover_sen", models.BigIntegerField()),
                ("rules_digest", models.TextField(db_default="", default="")),
                ("about", models.JSONField(db_default={}, default=dict)),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="reversal",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "db_table": "ledger_entry",
                "indexes": [models.Index(fields=["business_on"], name="ledger_entry_business_on")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("posting_count__gte", 2)), name="ledger_entry_has_postings"),
                    models.CheckConstraint(condition=models.Q(("turnover_sen__gt", 0)), name="ledger_entry_turnover_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "business_on", "entry_id", "component", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to="ledger.account"
                    ),
                ),
                ("business_on", models.DateField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to="ledger.entry"
                    ),
                ),
                ("component", models.SmallIntegerField()),
                ("amount_sen", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_posting", "managed": False},
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        serialize=False,
                        to="ledger.account",
                    ),
                ),
                ("plain_sen", models.BigIntegerField()),
                ("worker_sen", models.BigIntegerField()),
                ("employer_sen", models.BigIntegerField()),
                ("returns_sen", models.BigIntegerField()),
                ("claims_sen", models.BigIntegerField()),
                ("balance_sen", models.BigIntegerField()),
                ("may_be_negative", models.BooleanField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_balance", "managed": False},
        ),
    ]
