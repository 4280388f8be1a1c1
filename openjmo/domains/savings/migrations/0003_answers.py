"""What an officer answers to a difference, whom it waits for, and the view by which the desk lists tickets."""

import django.db.models.deletion
from django.db import migrations, models

VIEW = """
CREATE VIEW savings_request AS
SELECT 'difference' AS kind, ticket.ref, ticket.state, ticket.opened_at, person.full_name
  FROM savings_difference ticket JOIN membership_person_name person ON person.person_id = ticket.person_id;
"""


class Migration(migrations.Migration):
    """Fields, constraints and the view."""

    dependencies = [("savings", "0002_goal"), ("membership", "0004_answers")]
    operations = [
        migrations.AddField(model_name="difference", name="finding", field=models.CharField(max_length=20, default="", db_default="")),
        migrations.AddField(model_name="difference", name="answer", field=models.TextField(default="", db_default="")),
        migrations.AddField(model_name="difference", name="answered_by", field=models.TextField(default="", db_default="")),
        migrations.AddField(model_name="difference", name="answered_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="difference",
            name="asked_employer",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="membership.employer"),
        ),
        migrations.AddField(model_name="difference", name="asked_by", field=models.TextField(default="", db_default="")),
        migrations.AddField(model_name="difference", name="asked_at", field=models.DateTimeField(null=True)),
        migrations.RemoveConstraint(model_name="difference", name="savings_difference_once"),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "waiting"])),
                fields=("person", "card_number", "month"),
                name="savings_difference_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "waiting", "closed"])), name="savings_difference_state_known"
            ),
        ),
        migrations.RunSQL(VIEW, reverse_sql="DROP VIEW savings_request"),
    ]
