"""A code may also go to a number that an account wants to move to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The purpose."""

    dependencies = [("identity", "0006_phone")]
    operations = [
        migrations.RemoveConstraint(model_name="onetimecode", name="identity_code_purpose_known"),
        migrations.AlterField(
            model_name="onetimecode",
            name="purpose",
            field=models.CharField(
                choices=[("password", "Password"), ("phone", "Phone"), ("newphone", "New Phone"), ("factor", "Factor")], max_length=8
            ),
        ),
        migrations.AddConstraint(
            model_name="onetimecode",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["password", "phone", "newphone", "factor"])), name="identity_code_purpose_known"
            ),
        ),
    ]
