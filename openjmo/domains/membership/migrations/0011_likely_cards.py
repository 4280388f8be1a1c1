"""Cards that are likely a person's own: looked for at every look at a balance, and found for hardly anybody.

So first it is asked whether there is such a person at all, by a question whose plan is kept.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION membership_likely_cards(person bigint) RETURNS json LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    twins bigint[];
BEGIN
    SELECT array_agg(twin.id) INTO twins FROM membership_person asker
      JOIN membership_person twin ON twin.twin_key = asker.twin_key AND twin.id <> asker.id AND twin.account_id IS NULL
     WHERE asker.id = person AND (openjmo_account() IS NULL OR asker.account_id = openjmo_account());
    IF twins IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT json_agg('••• ' || right(likely.card_number, 4) ORDER BY likely.id)
              FROM membership_membership likely WHERE likely.person_id = ANY (twins));
END $$;
"""


class Migration(migrations.Migration):
    """Has no way back, as the function before it has none."""

    dependencies = [("membership", "0010_nothing_in_clear")]
    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
