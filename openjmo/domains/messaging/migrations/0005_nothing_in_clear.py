"""Drops what stood in clear."""

from django.db import migrations, models

_WHOLE = models.Q(("number_key__isnull", False), ("recipient", "")) | models.Q(
    models.Q(("recipient", ""), _negated=True), ("number_key", None)
)


class Migration(migrations.Migration):
    """Has no way back."""

    dependencies = [("messaging", "0004_seal")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveConstraint("mail", "messaging_mail_has_recipient")]),
        migrations.RemoveField("mail", "subject"),
        migrations.RemoveField("mail", "body"),
        migrations.RenameField("mail", "sealed_subject", "subject"),
        migrations.RenameField("mail", "sealed_body", "body"),
        migrations.AlterField("mail", "recipient", models.TextField(default="")),
        *(migrations.AlterField("mail", name, models.BinaryField()) for name in ("number", "subject", "body")),
        migrations.AddConstraint("mail", models.CheckConstraint(condition=_WHOLE, name="messaging_mail_has_recipient")),
    ]
