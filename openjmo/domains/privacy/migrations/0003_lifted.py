"""When a restriction or an objection was taken back; and those that were accepted before get the effect that was asked for."""

from django.db import migrations, models

TAKE_EFFECT = """
UPDATE identity_account account SET restricted_at = asked.answered_at FROM privacy_asked asked
 WHERE asked.account_id = account.id AND asked.kind = 'restriction' AND asked.state = 'done' AND account.restricted_at IS NULL;
UPDATE identity_account account SET objected_at = asked.answered_at FROM privacy_asked asked
 WHERE asked.account_id = account.id AND asked.kind = 'objection' AND asked.state = 'done' AND account.objected_at IS NULL;
"""


class Migration(migrations.Migration):
    """A column, and two of the accounts' filled."""

    dependencies = [("privacy", "0002_requests_by_account"), ("identity", "0012_limits")]

    operations = [
        migrations.AddField(model_name="asked", name="lifted_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL(TAKE_EFFECT, migrations.RunSQL.noop),
    ]
