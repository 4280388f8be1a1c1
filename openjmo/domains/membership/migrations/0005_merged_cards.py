"""Cards that were merged into another of the same person: where their balance went, and where what is reported for them goes."""

import django.db.models.deletion
from django.db import migrations, models

VIEW = """
CREATE FUNCTION membership_final_card(card bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE way (id, next_id) AS (
        SELECT id, merged_into_id FROM membership_membership WHERE id = card
        UNION SELECT held.id, held.merged_into_id FROM membership_membership held JOIN way ON held.id = way.next_id
    ) SELECT id FROM way WHERE next_id IS NULL
$$;

CREATE OR REPLACE VIEW membership_card AS
SELECT held.id AS membership_id, held.ref AS membership_ref, held.card_number, held.employer_id,
       CASE WHEN held.merged_into_id IS NULL THEN held.ledger_account_id ELSE (
           SELECT ledger_account_id FROM membership_membership WHERE id = membership_final_card(held.merged_into_id)
       ) END AS ledger_account_id,
       held.last_contribution_month, held.opened_on, person.id AS person_id, person.ref AS person_ref, person.nik, person.full_name,
       person.birth_date, person.account_id, EXISTS (
           SELECT FROM membership_employment work WHERE work.membership_id = held.id AND work.ended_on IS NULL
       ) AS is_employed,
       CASE WHEN held.merged_into_id IS NULL THEN held.id ELSE membership_final_card(held.merged_into_id) END AS final_membership_id
  FROM membership_membership held JOIN membership_person person ON person.id = held.person_id;
"""


class Migration(migrations.Migration):
    """Field, function and the view."""

    dependencies = [("membership", "0004_answers")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="merged_into",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="membership.membership"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True), name="membership_not_into_itself"
            ),
        ),
        migrations.RunSQL(VIEW, reverse_sql=migrations.RunSQL.noop),
    ]
