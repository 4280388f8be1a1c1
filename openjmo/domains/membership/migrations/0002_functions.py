"""References and card numbers made by the database, and the view that upper rooms join with.

`membership_new_reference` is `openjmo.core.ids.new_reference` in SQL: eight random signs of 31 and a check sign; a test holds
the two together. Card numbers are 11 digits from a sequence that steps over numbers already taken.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION membership_new_reference(prefix text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    signs constant text := '0123456789ABCDEFGHJKMNPQRSTVWXY';
    bits bigint := ('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 11))::bit(44)::bigint;
    body text := '';
    checked bigint := 0;
    value integer;
BEGIN
    FOR place IN 1..8 LOOP
        value := (bits % 31)::integer;
        bits := bits / 31;
        body := body || substr(signs, value + 1, 1);
        checked := checked + place * value;
    END LOOP;
    RETURN prefix || '-' || substr(body, 1, 4) || '-' || substr(body, 5, 4) || '-' || substr(signs, (checked % 31)::integer + 1, 1);
END $$;

CREATE SEQUENCE membership_card_number_sequence START 26000000011;

CREATE FUNCTION membership_new_card_number() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    number text;
BEGIN
    LOOP
        number := lpad(nextval('membership_card_number_sequence')::text, 11, '0');
        EXIT WHEN NOT EXISTS (SELECT FROM membership_membership WHERE card_number = number);
    END LOOP;
    RETURN number;
END $$;

CREATE VIEW membership_card AS
SELECT held.id AS membership_id, held.ref AS membership_ref, held.card_number, held.employer_id, held.ledger_account_id,
       held.last_contribution_month, held.opened_on, person.id AS person_id, person.ref AS person_ref, person.nik, person.full_name,
       person.birth_date, person.account_id, EXISTS (
           SELECT FROM membership_employment work WHERE work.membership_id = held.id AND work.ended_on IS NULL
       ) AS is_employed
  FROM membership_membership held JOIN membership_person person ON person.id = held.person_id;

CREATE VIEW membership_at_work AS
SELECT membership_id, employer_id, started_on FROM membership_employment WHERE ended_on IS NULL;

CREATE VIEW membership_employer_name AS
SELECT id AS employer_id, name FROM membership_employer;
"""


class Migration(migrations.Migration):
    """Functions and the view."""

    dependencies = [("membership", "0001_initial"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop)]
