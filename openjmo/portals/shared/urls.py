"""Addresses of the shell. Included at the root of the site, because the service worker must lie there."""

from django.conf import settings
from django.urls import path

from openjmo.portals.shared import gallery, shell

urlpatterns = [
    path("sw.js", shell.worker, name="worker"),
    path("luring", shell.offline, name="offline"),
]

if settings.ENVIRONMENT == "development":
    urlpatterns.append(path("galeri", gallery.gallery, name="gallery"))
