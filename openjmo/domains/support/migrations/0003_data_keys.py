"""Secrets of authenticator apps and numbers of payout accounts are sealed again, with a data key instead of the operator's key itself.

It stands here, in the highest room, because it changes tables of two rooms. What is sealed with a data key already is passed over, so it
may be cut off and begun again.
"""

from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.sealing import seal
from openjmo.platform.slices import Row, Walk, walk

_NONCE_BYTES = 12
_SEALED = (
    ("identity_authenticator", "sealed_secret", "identity.authenticator"),
    ("protection_payout_account", "sealed_number", "protection.payout_account"),
)


def seal_again(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Open with the key derived from the operator's as before, and seal with the newest data key."""
    before = AESGCM(HKDF(SHA256(), 32, salt=None, info=b"openjmo.sealing.1").derive(settings.OPENJMO_FIELD_KEY.encode()))

    def change(purpose: str) -> Callable[[Row], Row | None]:
        def change_one(row: Row) -> Row | None:
            sealed = bytes(row[0])
            try:
                secret = before.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode())
            except InvalidTag:
                return None
            return (seal(secret, purpose),)

        return change_one

    for table, column, purpose in _SEALED:
        walk(editor.connection, Walk(table, ("id",), (column,), (column,)), change(purpose))


class Migration(migrations.Migration):
    """Has no way back: the form before knew no data keys."""

    atomic = False
    dependencies = [("platform", "0003_data_keys"), ("support", "0002_second_wall")]
    operations = [migrations.RunPython(seal_again, migrations.RunPython.noop)]
