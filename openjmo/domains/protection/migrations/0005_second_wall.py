"""A member's page sees its own trusted person only."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.own_rows import put_behind_the_wall

OWN_ROWS = {"protection_trusted_person": "account_id = (SELECT openjmo_account())"}


def build(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    put_behind_the_wall(editor, OWN_ROWS)


class Migration(migrations.Migration):
    """Has no way back: without its policies a running system would see nothing."""

    dependencies = [("protection", "0004_trusted_person"), ("support", "0002_second_wall")]
    operations = [migrations.RunPython(build, migrations.RunPython.noop)]
