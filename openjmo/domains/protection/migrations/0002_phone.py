"""Locks because another telephone number holds, with the old one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns, and an index by which a former number is found."""

    dependencies = [("protection", "0001_initial")]
    operations = [
        migrations.AddField("lock", "old_phone", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("lock", "old_phone_key", models.BinaryField(max_length=16, null=True)),
        migrations.AddField(
            model_name="lock",
            name="old_phone_is_verified",
            field=models.BooleanField(db_default=False, default=False),
            preserve_default=True,
        ),
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
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="lock",
            index=models.Index(
                fields=["old_phone_key"], condition=models.Q(("old_phone_key__isnull", False)), name="protection_lock_old_phone"
            ),
        ),
    ]
