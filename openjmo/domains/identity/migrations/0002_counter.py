"""The table in which attempts are counted (Django's database cache; see `identity.configuration.CACHES`).

Unlogged: counters may be lost when the database server dies, and are written at every attempt.
"""

from django.db import migrations


class Migration(migrations.Migration):
    """Django's own layout of a cache table."""

    dependencies = [("identity", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE identity_counter (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX identity_counter_expires ON identity_counter (expires);
            """,
            "DROP TABLE identity_counter;",
        )
    ]
