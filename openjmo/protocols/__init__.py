"""Floor 2, the outside world's wire formats: bytes in, values out, and back.

Pure: no Django, no database, no network, no file opened here. Callers hand in bytes or an open binary stream. Checked by vectors alone.
"""
