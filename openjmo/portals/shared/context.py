"""What every page has besides its own context: the language choice, the demo bar, the offline shell."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

AMOUNTS_COOKIE = "openjmo_amounts"


def frame(_request: HttpRequest) -> dict[str, object]:
    """A context processor of the templates."""
    return {
        "demo": settings.OPENJMO_DEMO,
        "languages": settings.LANGUAGES,
        "worker_url": reverse("worker"),
        "offline_url": reverse("offline"),
    }
