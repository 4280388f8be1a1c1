"""The people with a telephone number are found by an index: a freeze by SMS must not read the whole register."""

from django.db import migrations
from django.db.models import Index, Q


class Migration(migrations.Migration):
    """The index."""

    dependencies = [("membership", "0006_twins")]
    operations = [
        migrations.AddIndex(
            model_name="person", index=Index(fields=["phone"], name="membership_person_phone", condition=Q(("phone", ""), _negated=True))
        )
    ]
