"""The accounts with a telephone number are found by an index: a freeze by SMS must not read every account."""

from django.db import migrations
from django.db.models import Index, Q


class Migration(migrations.Migration):
    """The index."""

    dependencies = [("identity", "0005_access_token")]
    operations = [
        migrations.AddIndex(
            model_name="account", index=Index(fields=["phone"], name="identity_account_phone", condition=Q(("phone", ""), _negated=True))
        )
    ]
