"""The outbox takes SMS too, and forgets what would come too late."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Which way a letter goes, and until when it is worth sending."""

    dependencies = [("messaging", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="channel",
            field=models.CharField(choices=[("email", "Email"), ("sms", "Sms")], db_default="email", default="email", max_length=8),
        ),
        migrations.AddField(model_name="mail", name="useful_until", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(condition=models.Q(("channel__in", ["email", "sms"])), name="messaging_mail_channel_known"),
        ),
    ]
