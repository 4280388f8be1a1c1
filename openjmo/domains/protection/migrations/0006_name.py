"""A lock after another name was approved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more kind."""

    dependencies = [("protection", "0005_second_wall")]

    operations = [
        migrations.AlterField(
            model_name="lock",
            name="kind",
            field=models.CharField(
                choices=[
                    ("email", "Email"),
                    ("phone", "Phone"),
                    ("factor", "Factor"),
                    ("password", "Password"),
                    ("payout", "Payout Account"),
                    ("thaw", "Thaw"),
                    ("trusted", "Trusted"),
                    ("recovery", "Recovery"),
                    ("name", "Name"),
                ],
                max_length=10,
            ),
        ),
    ]
