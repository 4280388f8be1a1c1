"""Data updates, facts, checks, corrections, faces and kept pictures."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Six tables."""

    initial = True

    dependencies = [
        ("identity", "0006_phone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("field", models.CharField(max_length=20)),
                ("sealed_value", models.BinaryField()),
                ("state", models.CharField(default="open", max_length=10)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.TextField(default="")),
                ("reason", models.TextField(default="")),
                ("evidence", models.JSONField(default=list)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "db_table": "verification_correction",
            },
        ),
        migrations.CreateModel(
            name="DataUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("state", models.CharField(default="draft", max_length=6)),
                ("step", models.CharField(max_length=12)),
                ("sealed_typed", models.BinaryField(default=b"")),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "db_table": "verification_update",
            },
        ),
        migrations.CreateModel(
            name="Face",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("route", models.CharField(choices=[("selfie", "Selfie"), ("video", "Video"), ("counter", "Counter")], max_length=8)),
                ("state", models.CharField(max_length=12)),
                ("asked_at", models.DateTimeField()),
                ("device", models.CharField(default="", max_length=40)),
                ("light", models.CharField(default="", max_length=8)),
                ("age_group", models.CharField(default="", max_length=8)),
                ("provider", models.CharField(default="", max_length=20)),
                ("provider_ref", models.CharField(default="", max_length=100)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("liveness", models.CharField(default="", max_length=8)),
                ("outcome", models.CharField(default="", max_length=20)),
                ("wished_on", models.DateField(null=True)),
                ("wished_part", models.CharField(default="", max_length=8)),
                ("scheduled_at", models.DateTimeField(null=True)),
                ("scheduled_by", models.TextField(default="")),
                ("called_at", models.DateTimeField(null=True)),
                ("called_by", models.TextField(default="")),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.TextField(default="")),
                ("reason", models.TextField(default="")),
                ("overturned_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "consent",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.consent"),
                ),
            ],
            options={
                "db_table": "verification_face",
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=20)),
                ("sealed_value", models.BinaryField()),
                ("noted_at", models.DateTimeField()),
                ("by", models.TextField()),
                ("about", models.CharField(max_length=16)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "db_table": "verification_fact",
            },
        ),
        migrations.CreateModel(
            name="KeptPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("sealed_content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("original_name", models.CharField(max_length=100)),
                ("kept_at", models.DateTimeField()),
                ("forget_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "correction",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="verification.correction"
                    ),
                ),
                (
                    "face",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="verification.face"
                    ),
                ),
            ],
            options={
                "db_table": "verification_picture",
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("purpose", models.CharField(max_length=20)),
                ("state", models.CharField(default="asked", max_length=12)),
                ("digest", models.CharField(max_length=64)),
                ("provider", models.CharField(default="", max_length=20)),
                ("provider_ref", models.CharField(default="", max_length=100)),
                ("record", models.CharField(default="", max_length=10)),
                ("verdicts", models.JSONField(default=dict)),
                ("outcome", models.CharField(default="", max_length=20)),
                ("asked_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("consent", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.consent")),
            ],
            options={
                "db_table": "verification_check",
                "indexes": [models.Index(fields=["account", "-id"], name="verification_check_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "answered", "unavailable"])), name="verification_check_state_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("account",), name="verification_check_one_open"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["account", "-id"], name="verification_correction_newest"),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(condition=models.Q(("state", "open")), fields=["opened_at"], name="verification_correction_open"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "approved", "rejected"])), name="verification_correction_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("account", "field"), name="verification_correction_once"
            ),
        ),
        migrations.AddIndex(
            model_name="dataupdate",
            index=models.Index(fields=["account", "-id"], name="verification_update_newest"),
        ),
        migrations.AddConstraint(
            model_name="dataupdate",
            constraint=models.CheckConstraint(condition=models.Q(("state__in", ["draft", "done"])), name="verification_update_state_known"),
        ),
        migrations.AddConstraint(
            model_name="dataupdate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("account",), name="verification_update_one_draft"
            ),
        ),
        migrations.AddIndex(
            model_name="face",
            index=models.Index(fields=["account", "-id"], name="verification_face_newest"),
        ),
        migrations.AddIndex(
            model_name="face",
            index=models.Index(
                condition=models.Q(("route", "video"), ("state__in", ("asked", "requested", "scheduled", "calling", "shown"))),
                fields=["asked_at"],
                name="verification_face_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="face",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["asked", "requested", "scheduled", "calling", "shown", "passed", "failed", "unavailable", "no_show", "closed"],
                    )
                ),
                name="verification_face_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="face",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("asked", "requested", "scheduled", "calling", "shown"))),
                fields=("account", "route"),
                name="verification_face_one_open",
            ),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["account", "field", "-id"], name="verification_fact_newest"),
        ),
        migrations.AddIndex(
            model_name="keptpicture",
            index=models.Index(
                condition=models.Q(("forget_at", None), _negated=True), fields=["forget_at"], name="verification_picture_forget"
            ),
        ),
        migrations.AddConstraint(
            model_name="keptpicture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("correction__isnull", False), ("face__isnull", True)),
                    models.Q(("correction__isnull", True), ("face__isnull", False)),
                    _connector="OR",
                ),
                name="verification_picture_of_one",
            ),
        ),
    ]
