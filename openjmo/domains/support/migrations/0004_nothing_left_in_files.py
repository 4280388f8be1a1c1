"""Writes the tables anew whose columns in clear were dropped: a dropped column stays in the files, and in every base copy, until then.

It stands here, in the highest room, because it names tables of many. Each is written in one statement; what was not reached is begun again.
"""

from django.db import migrations

TABLES = (
    *("contributions_report_line", "contributions_refused_row", "contributions_row_problem"),
    *("identity_account", "identity_authenticator", "identity_one_time_code", "identity_registration", "identity_session"),
    *("membership_person", "membership_correction_request", "messaging_mail", "messaging_message"),
    *("passbooks_prepared_pdf", "protection_payout_account"),
)


class Migration(migrations.Migration):
    """Needs room for a second copy of the largest of them."""

    atomic = False
    dependencies = [
        ("contributions", "0004_nothing_in_clear"),
        ("identity", "0010_nothing_in_clear"),
        ("membership", "0010_nothing_in_clear"),
        ("messaging", "0005_nothing_in_clear"),
        ("passbooks", "0003_sealed_pdfs"),
        ("protection", "0003_sealed_holder"),
        ("support", "0003_data_keys"),
    ]
    operations = [migrations.RunSQL(f"VACUUM (FULL, ANALYZE) {table}", migrations.RunSQL.noop) for table in TABLES]
