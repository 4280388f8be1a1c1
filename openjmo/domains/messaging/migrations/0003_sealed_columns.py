"""Columns for sealed texts, numbers and values, and the second wall's question by the keyed hash of the number; `0004` fills them."""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_OWN = (
    "recipient = (SELECT email FROM identity_account WHERE id = openjmo_account()) "
    "OR number_key = (SELECT phone_key FROM identity_account WHERE id = openjmo_account())"
)


def ask_by_hash(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The policy of `support/migrations/0002_second_wall`, which named the number in clear."""
    if settings.OPENJMO_DB_APP_ROLE:
        editor.execute(f"ALTER POLICY own ON messaging_mail USING ({_OWN}) WITH CHECK ({_OWN})")


class Migration(migrations.Migration):
    """New columns, empty."""

    dependencies = [("messaging", "0002_sms"), ("identity", "0008_sealed_columns"), ("support", "0002_second_wall")]
    operations = [
        migrations.AddField("message", "quoted", models.BinaryField(null=True)),
        migrations.AddField("mail", "number", models.BinaryField(null=True)),
        migrations.AddField("mail", "number_key", models.BinaryField(max_length=16, null=True)),
        migrations.AddField("mail", "sealed_subject", models.BinaryField(null=True)),
        migrations.AddField("mail", "sealed_body", models.BinaryField(null=True)),
        migrations.RunPython(ask_by_hash, migrations.RunPython.noop),
    ]
