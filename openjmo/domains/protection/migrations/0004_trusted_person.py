"""The trusted person, and locks after naming one and after a recovery."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("protection", "0003_sealed_holder"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

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
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="TrustedPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("name", models.BinaryField()),
                ("email", models.EmailField(default="", max_length=254)),
                ("phone", models.BinaryField()),
                ("phone_key", models.BinaryField(max_length=16, null=True)),
                ("code_digest", models.CharField(max_length=64, unique=True)),
                ("named_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "db_table": "protection_trusted_person",
                "indexes": [
                    models.Index(condition=models.Q(("phone_key__isnull", False)), fields=["phone_key"], name="protection_trusted_phone")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("email", ""), _negated=True), ("phone_key__isnull", False), _connector="OR"),
                        name="protection_trusted_person_can_be_told",
                    )
                ],
            },
        ),
    ]
