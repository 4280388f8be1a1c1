"""A page of a member orders no crediting: the view came after the wall, and a view has the rights that new tables have."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def take_rights_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Where there are roles, the members' has no right on it."""
    if settings.OPENJMO_DB_APP_ROLE:
        editor.execute(f"REVOKE ALL ON ledger_crediting FROM {editor.quote_name(settings.OPENJMO_DB_MEMBER_ROLE)}")


class Migration(migrations.Migration):
    """Rights only."""

    dependencies = [("support", "0002_second_wall"), ("ledger", "0007_balance_layout")]
    operations = [migrations.RunPython(take_rights_away, migrations.RunPython.noop)]
