"""The name beside a payout account is sealed like its number."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform.sealing import seal
from openjmo.platform.slices import Row, Walk, walk

_WAY = Walk("protection_payout_account", ("id",), ("holder",), ("sealed_holder",), "sealed_holder IS NULL")


def seal_holders(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """One for each payout account there ever was."""

    def change(row: Row) -> Row:
        return (seal(row[0].encode(), "protection_payout_account.holder"),)

    walk(editor.connection, _WAY, change)


class Migration(migrations.Migration):
    """Has no way back."""

    dependencies = [("protection", "0002_phone"), ("platform", "0003_data_keys")]
    operations = [
        migrations.AddField("payoutaccount", "sealed_holder", models.BinaryField(null=True)),
        migrations.RunPython(seal_holders, migrations.RunPython.noop),
        migrations.RemoveField("payoutaccount", "holder"),
        migrations.RenameField("payoutaccount", "sealed_holder", "holder"),
        migrations.AlterField("payoutaccount", "holder", models.BinaryField()),
    ]
