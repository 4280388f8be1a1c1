"""The first data key and the first index key; web and worker may read them, a member's page and the reader may not."""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import Now

from openjmo.platform.keyring import DATA, INDEX, fresh_key


def make_first_keys(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Two random keys, wrapped by the operator's master key."""
    with editor.connection.cursor() as cursor:
        for number, kind in ((1, DATA), (2, INDEX)):
            cursor.execute("INSERT INTO platform_data_key (id, kind, wrapped) VALUES (%s, %s, %s)", [number, kind, fresh_key(number, kind)])


def guard(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Only the owner changes keys."""
    app: str = settings.OPENJMO_DB_APP_ROLE
    if not app:
        return
    member, reader = (editor.quote_name(name) for name in (settings.OPENJMO_DB_MEMBER_ROLE, settings.OPENJMO_DB_READER_ROLE))
    editor.execute(f"REVOKE ALL ON platform_data_key FROM {member}, {reader}")
    editor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON platform_data_key FROM {editor.quote_name(app)}")


class Migration(migrations.Migration):
    """Stands after the second wall, whose roles it keeps out."""

    dependencies = [("platform", "0002_notice"), ("support", "0002_second_wall")]
    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=5)),
                ("wrapped", models.BinaryField(max_length=64, null=True)),
                ("made_at", models.DateTimeField(db_default=Now())),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "platform_data_key",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id__gte", 1)), name="platform_data_key_number"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["data", "index"])), name="platform_data_key_kind_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at__isnull", False), ("wrapped", None)),
                            models.Q(("retired_at", None), ("wrapped__isnull", False)),
                            _connector="OR",
                        ),
                        name="platform_data_key_retired_is_gone",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "index"), ("retired_at", None)), fields=("kind",), name="platform_one_index_key"
                    ),
                ],
            },
        ),
        migrations.RunPython(make_first_keys, migrations.RunPython.noop),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
