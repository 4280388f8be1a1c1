"""The staff desk: officers see which requests of members wait, look into each, and answer it.

For accounts that the operator has made officers (`support.reads.officer_of`); everybody else finds nothing here. The views are thin:
guard, read the form, one call into the room that keeps the request, one page. An officer's own request is shown to other officers only.
"""
