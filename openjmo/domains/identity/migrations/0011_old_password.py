"""When an account was told that its password is old, and when its owner put the hint away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns."""

    dependencies = [("identity", "0010_nothing_in_clear")]

    operations = [
        migrations.AddField(model_name="account", name="password_reminded_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="account", name="password_hint_closed_at", field=models.DateTimeField(null=True)),
    ]
