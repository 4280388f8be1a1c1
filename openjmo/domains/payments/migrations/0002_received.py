"""The view that upper rooms join with: when a billing code's money was written down."""

from django.db import migrations


class Migration(migrations.Migration):
    """The view."""

    dependencies = [("payments", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE VIEW payments_received AS SELECT billing_code, min(recorded_at) AS recorded_at FROM payments_receipt GROUP BY billing_code",
            reverse_sql="DROP VIEW payments_received",
        )
    ]
