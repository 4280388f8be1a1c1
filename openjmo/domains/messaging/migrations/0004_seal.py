"""Seals letters, texts and what messages say to one recipient, slice by slice; it may be cut off and begun again."""

import json

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.sealing import keyed_hash, seal
from openjmo.platform.slices import Row, Walk, walk

_MAIL = Walk(
    "messaging_mail",
    ("id",),
    ("channel", "recipient", "subject", "body", "key"),
    ("recipient", "number", "number_key", "sealed_subject", "sealed_body", "key"),
    "sealed_body IS NULL",
)
# Written for many at once and naming nobody.
_MESSAGES = Walk(
    "messaging_message",
    ("id",),
    ("values",),
    ("quoted", "values"),
    "quoted IS NULL AND \"values\" <> '{}' AND template <> 'contribution_posted'",
)


def seal_messages(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The outbox and the messages."""

    def text(value: str, column: str) -> bytes:
        return seal(value.encode(), f"messaging_mail.{column}") if value else b""

    def mail(row: Row) -> Row:
        channel, recipient, subject, body, key = row
        number = recipient if channel == "sms" else ""
        number_key = keyed_hash("phone", number) if number else None
        told = key.replace(number, number_key.hex()) if number and number_key else key
        return "" if number else recipient, text(number, "number"), number_key, text(subject, "subject"), text(body, "body"), told

    def message(row: Row) -> Row:
        values = row[0] if isinstance(row[0], str) else json.dumps(row[0])
        return seal(values.encode(), "messaging_message.quoted"), "{}"

    walk(editor.connection, _MAIL, mail)
    walk(editor.connection, _MESSAGES, message)


class Migration(migrations.Migration):
    """Has no way back: `0005` drops what was in clear."""

    atomic = False
    dependencies = [("messaging", "0003_sealed_columns")]
    operations = [
        # From here on an SMS has a number instead.
        migrations.RunSQL("ALTER TABLE messaging_mail DROP CONSTRAINT IF EXISTS messaging_mail_has_recipient", migrations.RunSQL.noop),
        migrations.RunPython(seal_messages, migrations.RunPython.noop),
    ]
