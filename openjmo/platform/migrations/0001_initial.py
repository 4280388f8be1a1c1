"""The role that web and worker act as: it may read and write rows, and cannot change what a table is.

Migrations run as the owner of the tables, who could drop a constraint or a trigger; the running system never acts as the
owner. Rooms that promise more, such as a ledger whose lines never change, take rights away from this role in their own
migrations, which therefore depend on this one.

The role cannot log in: connections log in as the owner's account and start with ``-c role=…`` (`openjmo.settings`). Where
a database administrator keeps accounts, create the role and grant it to the owner beforehand; then this finds it in place.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def create_role(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the role if it is missing, and give it rights on all tables there are and all that will come."""
    role: str = settings.OPENJMO_DB_APP_ROLE
    if not role:
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        is_missing = cursor.fetchone() is None
        if is_missing:
            cursor.execute(f"CREATE ROLE {editor.quote_name(role)} NOLOGIN")
        cursor.execute("SELECT pg_has_role(current_user, %s, 'SET')", [role])
        if cursor.fetchone() == (False,):
            cursor.execute(f"GRANT {editor.quote_name(role)} TO CURRENT_USER")
    name = editor.quote_name(role)
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"GRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON ROUTINES TO {name}",
        # Which migrations ran is for the owner to write.
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}",
    ):
        editor.execute(statement)


class Migration(migrations.Migration):
    """Has no way back: taking the role away would leave a running system without rights."""

    initial = True

    operations = [migrations.RunPython(create_role, migrations.RunPython.noop)]
