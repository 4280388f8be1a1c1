"""Requests to merge cards, and the view by which the desk lists them beside tickets."""

import django.db.models.deletion
from django.db import migrations, models

VIEW = """
DROP VIEW savings_request;
CREATE VIEW savings_request AS
SELECT 'difference' AS kind, ticket.ref, ticket.state, ticket.opened_at, person.full_name
  FROM savings_difference ticket JOIN membership_person_name person ON person.person_id = ticket.person_id
UNION ALL
SELECT 'merge', merge.ref, CASE WHEN merge.state = 'open' THEN 'open' ELSE 'closed' END, merge.opened_at, person.full_name
  FROM savings_card_merge merge JOIN membership_person_name person ON person.person_id = merge.person_id;
"""


class Migration(migrations.Migration):
    """The table and the view."""

    dependencies = [("savings", "0003_answers"), ("membership", "0005_merged_cards")]
    operations = [
        migrations.CreateModel(
            name="CardMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("state", models.CharField(default="open", max_length=10)),
                ("opened_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.TextField(db_default="", default="")),
                ("reason", models.TextField(db_default="", default="")),
                ("evidence", models.JSONField(db_default=[], default=list)),
                ("entry_count", models.IntegerField(db_default=0, default=0)),
                ("moved_sen", models.BigIntegerField(db_default=0, default=0)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.TextField(db_default="", default="")),
                ("undo_reason", models.TextField(db_default="", default="")),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="membership.person"),
                ),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="membership.membership"),
                ),
                (
                    "target",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="membership.membership"),
                ),
            ],
            options={
                "db_table": "savings_card_merge",
                "constraints": (
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["open", "merged"])), fields=("source",), name="savings_card_merge_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "merged", "rejected", "undone"])),
                        name="savings_card_merge_state_known",
                    ),
                ),
            },
        ),
        migrations.RunSQL(VIEW, reverse_sql=migrations.RunSQL.noop),
    ]
