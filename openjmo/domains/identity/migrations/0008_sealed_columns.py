"""Columns for sealed NIK, names and telephone numbers and for their keyed hashes; `0009` fills them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """New columns, empty."""

    dependencies = [("identity", "0007_new_phone"), ("platform", "0003_data_keys")]
    operations = [
        migrations.AddField("account", "sealed_full_name", models.BinaryField(null=True)),
        migrations.AddField("account", "sealed_phone", models.BinaryField(null=True)),
        migrations.AddField("account", "sealed_verified_phone", models.BinaryField(null=True)),
        migrations.AddField("account", "phone_key", models.BinaryField(max_length=16, null=True)),
        *(
            migrations.AddField("registration", f"sealed_{name}", models.BinaryField(null=True))
            for name in ("nik", "mother_name", "full_name", "phone")
        ),
        migrations.AddField("onetimecode", "sealed_phone", models.BinaryField(null=True)),
        migrations.AddField("session", "sealed_data", models.BinaryField(null=True)),
        migrations.AddField("onetimecode", "phone_key", models.BinaryField(max_length=16, null=True)),
    ]
