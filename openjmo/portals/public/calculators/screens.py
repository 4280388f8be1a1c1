"""The list of calculators, and the first page of them."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from openjmo.portals.public.calculators.contributions import CONTRIBUTIONS
from openjmo.portals.public.calculators.death import DEATH
from openjmo.portals.public.calculators.jht_tax import JHT_TAX
from openjmo.portals.public.calculators.job_loss import JOB_LOSS
from openjmo.portals.public.calculators.page import Screens
from openjmo.portals.public.calculators.pension import PENSION
from openjmo.portals.public.calculators.projection import PROJECTION
from openjmo.portals.public.calculators.school import SCHOOL
from openjmo.portals.public.calculators.work_accident import WORK_ACCIDENT

CALCULATORS: Final = (CONTRIBUTIONS, PROJECTION, JHT_TAX, PENSION, JOB_LOSS, WORK_ACCIDENT, DEATH, SCHOOL)
SCREENS: Final = [Screens(one) for one in CALCULATORS]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What would you like to know?"""
    found = [
        {
            "glyph": one.glyph,
            "title": gettext(one.title),
            "question": gettext(one.question),
            "href": reverse(f"hitung_{one.slug}"),
        }
        for one in CALCULATORS
    ]
    return render(request, "public/calculators.html", {"calculators": found})
