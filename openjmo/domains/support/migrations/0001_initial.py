"""Officers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("savings", "0003_answers"), ("membership", "0004_answers")]
    operations = [
        migrations.CreateModel(
            name="Officer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("is_active", models.BooleanField(default=True)),
                ("appointed_by", models.TextField()),
                ("appointed_at", models.DateTimeField()),
                ("removed_by", models.TextField(default="")),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "db_table": "support_officer",
                "constraints": [models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="support_officer_has_name")],
            },
        ),
    ]
