"""Cards that may be a member's under another NIK are found by an index, not by reading every person of the country."""

from django.db import migrations
from django.db.models import F, Index, Q
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    """The index."""

    dependencies = [("membership", "0005_merged_cards")]
    operations = [
        migrations.AddIndex(
            model_name="person",
            index=Index(
                F("birth_date"), Lower("full_name"), Lower("mother_name"), name="membership_person_twins", condition=~Q(mother_name="")
            ),
        )
    ]
