"""An honest page for what is not built yet."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from openjmo.portals.participant.visit import Visit, member_page


@require_safe
@member_page
def belum(visit: Visit, what: str) -> HttpResponseBase:
    """Says what is missing and what to do meanwhile."""
    return visit.page("belum", what=what)
