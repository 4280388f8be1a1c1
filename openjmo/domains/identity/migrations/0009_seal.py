"""Seals who the accounts belong to, slice by slice; it may be cut off and begun again."""

import json

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.sealing import keyed_hash, seal
from openjmo.platform.slices import Row, Walk, walk

_SEALED = {
    "identity_account": ("full_name", "phone", "verified_phone"),
    "identity_registration": ("nik", "mother_name", "full_name", "phone"),
    "identity_one_time_code": ("phone",),
}
_FOUND_BY_PHONE = ("identity_account", "identity_one_time_code")


def seal_accounts(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Accounts, what was typed at registration, codes, and what sessions hold of forms."""
    for table, columns in _SEALED.items():
        is_found = table in _FOUND_BY_PHONE

        def change(row: Row, table: str = table, columns: tuple[str, ...] = columns, *, is_found: bool = is_found) -> Row:
            texts = dict(zip(columns, row, strict=True))
            sealed = [seal(text.encode(), f"{table}.{name}") if text else b"" for name, text in texts.items()]
            return (*sealed, keyed_hash("phone", texts["phone"]) if texts["phone"] else None) if is_found else tuple(sealed)

        fresh = tuple(f"sealed_{name}" for name in columns)
        writes = (*fresh, "phone_key") if is_found else fresh
        walk(editor.connection, Walk(table, ("id",), columns, writes, f"{fresh[0]} IS NULL"), change)

    def session(row: Row) -> Row:
        data = row[0] if isinstance(row[0], str) else json.dumps(row[0])
        return (seal(data.encode(), "identity_session.data"),)

    walk(editor.connection, Walk("identity_session", ("id",), ("data",), ("sealed_data",), "sealed_data IS NULL"), session)


class Migration(migrations.Migration):
    """Has no way back: `0009` drops what was in clear."""

    atomic = False
    dependencies = [("identity", "0008_sealed_columns")]
    operations = [migrations.RunPython(seal_accounts, migrations.RunPython.noop)]
