"""Second factors, known devices, and the log of sign-ins."""

import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """More than a password."""

    dependencies = [
        ("identity", "0003_email_change_and_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Authenticator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed_secret", models.BinaryField(max_length=128)),
                ("used_step", models.BigIntegerField()),
                ("added_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "identity_authenticator",
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("key_digest", models.BinaryField(max_length=32)),
                ("browser", models.CharField(default="", max_length=20)),
                ("system", models.CharField(default="", max_length=20)),
                ("name", models.CharField(default="", max_length=60)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("trusted_until", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "identity_device",
            },
        ),
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("credential_id", models.BinaryField(max_length=1023, unique=True)),
                ("public_key", models.BinaryField(max_length=2048)),
                ("sign_count", models.BigIntegerField()),
                ("transports", models.JSONField(default=list)),
                ("added_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "identity_passkey",
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "identity_recovery_code",
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("way", models.CharField(max_length=10)),
                ("browser", models.CharField(default="", max_length=20)),
                ("system", models.CharField(default="", max_length=20)),
                ("is_new_device", models.BooleanField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "identity_sign_in",
            },
        ),
        migrations.RemoveConstraint(
            model_name="onetimecode",
            name="identity_code_purpose_known",
        ),
        migrations.AddField(
            model_name="account",
            name="asks_code",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="account",
            name="passkey_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="account",
            name="password_set_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="onetimecode",
            name="route",
            field=models.CharField(choices=[("sms", "Sms"), ("email", "Email")], db_default="sms", default="sms", max_length=8),
        ),
        migrations.AddField(
            model_name="session",
            name="browser",
            field=models.CharField(db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="session",
            name="ref",
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), unique=True),
        ),
        migrations.AddField(
            model_name="session",
            name="system",
            field=models.CharField(db_default="", default="", max_length=20),
        ),
        migrations.AlterField(
            model_name="onetimecode",
            name="purpose",
            field=models.CharField(choices=[("password", "Password"), ("phone", "Phone"), ("factor", "Factor")], max_length=8),
        ),
        migrations.AddConstraint(
            model_name="onetimecode",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["password", "phone", "factor"])), name="identity_code_purpose_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="onetimecode",
            constraint=models.CheckConstraint(condition=models.Q(("route__in", ["sms", "email"])), name="identity_code_route_known"),
        ),
        migrations.AddField(
            model_name="authenticator",
            name="account",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="authenticator", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="account",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="devices", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="session",
            name="device",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="sessions", to="identity.device"),
        ),
        migrations.AddField(
            model_name="passkey",
            name="account",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="passkeys", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="recoverycode",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="recovery_codes", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signin",
            name="account",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="sign_ins", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(fields=("account", "key_digest"), name="identity_device_once"),
        ),
        migrations.AddConstraint(
            model_name="passkey",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="identity_passkey_has_name"),
        ),
        migrations.AddConstraint(
            model_name="recoverycode",
            constraint=models.UniqueConstraint(fields=("account", "code_digest"), name="identity_recovery_code_once"),
        ),
        migrations.AddIndex(
            model_name="signin",
            index=models.Index(fields=["account", "-id"], name="identity_sign_in_newest"),
        ),
    ]
