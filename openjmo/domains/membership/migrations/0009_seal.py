"""Seals who the register's people are, slice by slice; it may be cut off and begun again."""

from datetime import date

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.domains.membership.workers import Worker, seal_worker, twin_key
from openjmo.platform.sealing import keyed_hash, seal
from openjmo.platform.slices import Row, Walk, walk

_PERSON = Walk(
    "membership_person",
    ("id",),
    ("nik", "full_name", "mother_name", "birth_date", "phone"),
    ("nik_key", "name_key", "worker", "twin_key", "sealed_phone", "phone_key"),
    "worker IS NULL",
)
_REQUEST = Walk(
    "membership_correction_request",
    ("id",),
    ("nik", "full_name", "mother_name", "phone"),
    ("nik_key", "worker", "sealed_phone"),
    "worker IS NULL",
)


def seal_register(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """People and requests to match an account."""

    def phone_of(table: str, number: str) -> bytes:
        return seal(number.encode(), f"{table}.phone") if number else b""

    def person(row: Row) -> Row:
        nik, full_name, mother_name, born, phone = row
        worker = Worker(nik, full_name, mother_name)
        born_on: date = born
        phone_key = keyed_hash("phone", phone) if phone else None
        return (*seal_worker(worker), twin_key(worker, born_on), phone_of("membership_person", phone), phone_key)

    def request(row: Row) -> Row:
        nik, full_name, mother_name, phone = row
        sealed = seal_worker(Worker(nik, full_name, mother_name))
        return sealed.nik_key, sealed.worker, phone_of("membership_correction_request", phone)

    walk(editor.connection, _PERSON, person)
    walk(editor.connection, _REQUEST, request)


class Migration(migrations.Migration):
    """Has no way back: `0010` drops what was in clear."""

    atomic = False
    dependencies = [("membership", "0008_sealed_columns")]
    operations = [migrations.RunPython(seal_register, migrations.RunPython.noop)]
