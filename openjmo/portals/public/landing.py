"""The first page, and the terms. Both look nothing up and open without the database."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from openjmo.domains.identity.reads import TERMS


@transaction.non_atomic_requests
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What this is, and the two ways in."""
    return render(request, "public/landing.html")


@transaction.non_atomic_requests
@require_safe
def show_terms(request: HttpRequest) -> HttpResponse:
    """The terms in force, in plain words."""
    sections = [(gettext(title), gettext(text)) for title, text in TERMS.sections]
    return render(request, "public/terms.html", {"sections": sections, "version": TERMS.version})
