"""Since when the register has a card or a mother's name on an employer's word; what is there already counts as taken over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two moments."""

    dependencies = [("membership", "0002_functions")]
    operations = [
        migrations.AddField(model_name="membership", name="reported_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="person", name="mother_reported_at", field=models.DateTimeField(null=True)),
    ]
