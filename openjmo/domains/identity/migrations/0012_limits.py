"""Since when the use of an account's data is limited, and since when no machine decides about its owner alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns."""

    dependencies = [("identity", "0011_old_password")]

    operations = [
        migrations.AddField(model_name="account", name="restricted_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="account", name="objected_at", field=models.DateTimeField(null=True)),
    ]
