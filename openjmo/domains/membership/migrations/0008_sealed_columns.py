"""Columns for sealed NIK, names and telephone numbers and for their keyed hashes; `0009` fills them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """New columns, empty."""

    dependencies = [("membership", "0007_phone"), ("platform", "0003_data_keys")]
    operations = [
        migrations.AddField("person", "nik_key", models.BinaryField(max_length=16, null=True)),
        migrations.AddField("person", "name_key", models.BinaryField(max_length=8, null=True)),
        migrations.AddField("person", "twin_key", models.BinaryField(max_length=16, null=True)),
        migrations.AddField("person", "worker", models.BinaryField(null=True)),
        migrations.AddField("person", "sealed_phone", models.BinaryField(null=True)),
        migrations.AddField("person", "phone_key", models.BinaryField(max_length=16, null=True)),
        migrations.AddField("correctionrequest", "nik_key", models.BinaryField(max_length=16, null=True)),
        migrations.AddField("correctionrequest", "worker", models.BinaryField(null=True)),
        migrations.AddField("correctionrequest", "sealed_phone", models.BinaryField(null=True)),
    ]
