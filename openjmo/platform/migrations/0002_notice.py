"""Announced works and incidents."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("platform", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("severity", models.CharField(max_length=4)),
                ("text_id", models.TextField()),
                ("text_en", models.TextField()),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("announced_by", models.TextField()),
                ("announced_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "platform_notice",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["maintenance", "update", "incident"])), name="platform_notice_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["info", "warn", "bad"])), name="platform_notice_severity_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gte", models.F("begins_at")), _connector="OR"),
                        name="platform_notice_ends_after_start",
                    ),
                ],
            },
        ),
    ]
