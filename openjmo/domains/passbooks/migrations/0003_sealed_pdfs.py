"""Prepared PDFs are kept sealed; those in clear are thrown away, as they are after some hours anyway, and drawn again when asked for."""

from django.db import migrations


class Migration(migrations.Migration):
    """No PDF in clear is left."""

    dependencies = [("passbooks", "0002_guards"), ("platform", "0003_data_keys")]
    operations = [migrations.RunSQL("DELETE FROM passbooks_prepared_pdf", migrations.RunSQL.noop)]
