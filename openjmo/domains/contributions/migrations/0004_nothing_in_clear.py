"""Drops what stood in clear."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Has no way back."""

    dependencies = [("contributions", "0003_seal"), ("support", "0002_second_wall")]
    operations = [
        migrations.RemoveConstraint("reportline", "contributions_worker_once"),
        *(migrations.RemoveField("reportline", name) for name in ("nik", "full_name", "mother_name")),
        migrations.RemoveField("refusedrow", "cells"),
        migrations.RenameField("refusedrow", "sealed_cells", "cells"),
        migrations.AlterField("refusedrow", "cells", models.BinaryField()),
        migrations.AlterField("reportline", "nik_key", models.BinaryField(max_length=16)),
        migrations.AlterField("reportline", "name_key", models.BinaryField(max_length=8)),
        migrations.AlterField("reportline", "worker", models.BinaryField()),
        migrations.AlterField("reportline", "tells_mother", models.BooleanField()),
        migrations.AddConstraint("reportline", models.UniqueConstraint(fields=("report", "nik_key"), name="contributions_worker_once")),
    ]
