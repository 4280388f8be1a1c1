"""Looks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("subject", models.TextField()),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("kind", models.TextField()),
                ("who", models.TextField()),
                ("name", models.TextField()),
                ("purpose", models.TextField()),
                ("about", models.TextField(db_default="", default="")),
                ("unusual", models.TextField(db_default="", default="")),
                ("link", models.BinaryField(max_length=32)),
            ],
            options={
                "db_table": "looks_look",
                "indexes": [
                    models.Index(fields=["subject", "who", "at"], name="looks_look_lately"),
                    models.Index(fields=["who", "at"], name="looks_look_by_reader"),
                    models.Index(fields=["at"], name="looks_look_by_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "seq"), name="looks_look_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["staff", "operator", "employer", "key"])), name="looks_look_kind_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("unusual__in", ["", "hours", "many"])), name="looks_look_unusual_known"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("who", ""), _negated=True), models.Q(("purpose", ""), _negated=True)),
                        name="looks_look_says_who_and_why",
                    ),
                ],
            },
        ),
    ]
