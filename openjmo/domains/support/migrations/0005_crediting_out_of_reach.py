"""A page of a member orders no crediting: the view came after the wall, and a view has the rights that new tables have."""

from django.db import migrations

from openjmo.platform.own_rows import out_of_reach


class Migration(migrations.Migration):
    """Rights only."""

    dependencies = [("support", "0004_nothing_left_in_files"), ("ledger", "0007_balance_layout")]
    operations = [out_of_reach("ledger_crediting")]
