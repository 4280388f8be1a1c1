"""Columns for sealed workers and their keyed hashes; `0003` fills them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """New columns, empty."""

    dependencies = [("contributions", "0001_initial"), ("platform", "0003_data_keys")]
    operations = [
        migrations.AddField("reportline", "nik_key", models.BinaryField(max_length=16, null=True)),
        migrations.AddField("reportline", "name_key", models.BinaryField(max_length=8, null=True)),
        migrations.AddField("reportline", "worker", models.BinaryField(null=True)),
        migrations.AddField("reportline", "tells_mother", models.BooleanField(null=True)),
        migrations.AddField("refusedrow", "sealed_cells", models.BinaryField(null=True)),
        migrations.AddField("rowproblem", "quoted", models.BinaryField(null=True)),
    ]
