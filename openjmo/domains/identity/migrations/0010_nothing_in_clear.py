"""Drops what stood in clear. E-mail addresses stay, for allauth compares them (docs/decisions/0010)."""

from django.db import migrations, models

_SEALED = {
    "account": ("full_name", "phone", "verified_phone"),
    "registration": ("nik", "mother_name", "full_name", "phone"),
    "onetimecode": ("phone",),
    "session": ("data",),
}


class Migration(migrations.Migration):
    """Has no way back."""

    dependencies = [
        ("identity", "0009_seal"),
        ("messaging", "0003_sealed_columns"),
        ("privacy", "0002_requests_by_account"),
    ]
    operations = [
        migrations.RemoveConstraint("registration", "identity_registration_card_or_mother"),
        migrations.RemoveIndex("account", "identity_account_phone"),
        migrations.RemoveIndex("onetimecode", "identity_code_phone"),
        *(migrations.RemoveField(model, name) for model, names in _SEALED.items() for name in names),
        *(migrations.RenameField(model, f"sealed_{name}", name) for model, names in _SEALED.items() for name in names),
        *(migrations.AlterField(model, name, models.BinaryField()) for model, names in _SEALED.items() for name in names),
        migrations.AddIndex(
            "account",
            models.Index(fields=["phone_key"], name="identity_account_phone", condition=models.Q(("phone_key__isnull", False))),
        ),
        migrations.AddIndex(
            "onetimecode",
            models.Index(fields=["phone_key", "sent_at"], name="identity_code_phone", condition=models.Q(("phone_key__isnull", False))),
        ),
        migrations.RunSQL(
            "ALTER TABLE identity_registration ADD CONSTRAINT identity_registration_card_or_mother "
            "CHECK (card_number <> '' OR octet_length(mother_name) > 0)",
            migrations.RunSQL.noop,
        ),
    ]
