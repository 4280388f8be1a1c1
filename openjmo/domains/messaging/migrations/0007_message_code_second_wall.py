"""By what letters and SMS are recognised; a member's page adds to its own letters only, and no request changes or deletes."""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import put_behind_the_wall

OWN_ROWS = {"messaging_message_code": "mail_id IN (SELECT id FROM messaging_mail)"}


def build(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    put_behind_the_wall(editor, OWN_ROWS)
    if settings.OPENJMO_DB_APP_ROLE:
        for role in (settings.OPENJMO_DB_APP_ROLE, settings.OPENJMO_DB_MEMBER_ROLE):
            editor.execute(f"REVOKE UPDATE, DELETE ON messaging_message_code FROM {editor.quote_name(role)}")


class Migration(migrations.Migration):
    """Has no way back: without its policies a running system would see nothing."""

    dependencies = [("messaging", "0006_routes_second_wall")]
    operations = [
        migrations.CreateModel(
            name="MessageCode",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.BinaryField()),
                ("code_key", models.BinaryField(max_length=16)),
                ("recognised", models.BinaryField()),
                ("written_at", models.DateTimeField()),
                (
                    "mail",
                    models.OneToOneField(on_delete=models.deletion.CASCADE, related_name="message_code", to="messaging.mail"),
                ),
            ],
            options={
                "db_table": "messaging_message_code",
                "indexes": [models.Index(fields=["code_key"], name="messaging_message_code_found")],
            },
        ),
        migrations.RunPython(build, migrations.RunPython.noop),
    ]
