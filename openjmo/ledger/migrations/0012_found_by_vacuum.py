"""Ranges of the index that finds an entry's lines are summed up by VACUUM, a minute later, and no longer line by line.

With `autosummarize` whoever wrote the first line of every sixteenth page asked for the range before it to be summed up, which cost a large
posting and a crediting a few hundredths of their time. And only 256 such wishes are kept until a worker comes, once a minute; of a large work
most were dropped and waited for VACUUM anyway. That came when a table had grown by a fifth, which for a month of a nation is gigabytes to look
through for one entry. Now it comes when 10,000 lines were added (less than a megabyte), at most once a minute, and looks at what is new only.
"""

from importlib import import_module
from typing import Final

from django.db import migrations

_BEFORE: Final = import_module("openjmo.ledger.migrations.0009_lines").LINES
_FROM_OPENS: Final = _BEFORE[_BEFORE.index("CREATE OR REPLACE FUNCTION ledger_open_month") :]
_CHECK: Final = "CHECK (business_on >= %L AND business_on < %L))"
_VACUUMED: Final = "autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000"
OPENS: Final = import_module("openjmo.ledger.migrations.0011_crediting_slices").replaced(
    _FROM_OPENS[: _FROM_OPENS.index("END $$;") + len("END $$;")], (_CHECK, f"{_CHECK} WITH ({_VACUUMED})")
)
INDEX: Final = """
DROP INDEX ledger_line_entry;
CREATE INDEX ledger_line_entry ON ledger_line USING brin (entry_id) WITH (pages_per_range = 16);

DO $$
DECLARE
    month regclass;
BEGIN
    FOR month IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'ledger_line'::regclass LOOP
        EXECUTE format('ALTER TABLE %s SET (@VACUUMED@)', month);
    END LOOP;
END $$;
""".replace("@VACUUMED@", _VACUUMED)


class Migration(migrations.Migration):
    """Summed up by VACUUM."""

    dependencies = [("ledger", "0011_crediting_slices")]
    operations = [
        migrations.RunSQL(OPENS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(INDEX, reverse_sql=migrations.RunSQL.noop),
    ]
