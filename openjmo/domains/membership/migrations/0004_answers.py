"""What an officer answers to requests, the view by which the desk lists them, and names for upper rooms' lists."""

import django.db.models.deletion
from django.db import migrations, models

VIEW = """
CREATE VIEW membership_request AS
SELECT 'card' AS kind, request.ref, CASE WHEN request.state = 'open' THEN 'open' ELSE 'closed' END AS state, request.opened_at,
       person.full_name
  FROM membership_card_request request JOIN membership_person person ON person.id = request.person_id
UNION ALL
SELECT 'correction', ref, CASE WHEN state = 'open' THEN 'open' ELSE 'closed' END, opened_at, full_name FROM membership_correction_request;

CREATE VIEW membership_person_name AS
SELECT id AS person_id, full_name FROM membership_person;
"""


class Migration(migrations.Migration):
    """Fields, constraints and the view."""

    dependencies = [("membership", "0003_on_whose_word")]
    operations = [
        migrations.AddField(model_name="correctionrequest", name="reason", field=models.TextField(default="", db_default="")),
        migrations.AddField(model_name="correctionrequest", name="evidence", field=models.JSONField(default=list, db_default=[])),
        migrations.AddConstraint(
            model_name="correctionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "settled", "rejected"])), name="membership_correction_state_known"
            ),
        ),
        migrations.AddField(model_name="cardrequest", name="settled_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="cardrequest", name="settled_by", field=models.TextField(default="", db_default="")),
        migrations.AddField(model_name="cardrequest", name="reason", field=models.TextField(default="", db_default="")),
        migrations.AddField(model_name="cardrequest", name="evidence", field=models.JSONField(default=list, db_default=[])),
        migrations.AddField(
            model_name="cardrequest",
            name="moved_from",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="membership.person"),
        ),
        migrations.RemoveConstraint(model_name="cardrequest", name="membership_card_request_once"),
        migrations.AddConstraint(
            model_name="cardrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("person", "card_number"), name="membership_card_request_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="cardrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "joined", "rejected"])), name="membership_card_request_state_known"
            ),
        ),
        migrations.RunSQL(VIEW, reverse_sql="DROP VIEW membership_request, membership_person_name"),
    ]
