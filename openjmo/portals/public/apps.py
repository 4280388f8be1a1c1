"""Django's name for the room."""

from django.apps import AppConfig


class PublicPortalConfig(AppConfig):
    """The public portal."""

    name = "openjmo.portals.public"
    label = "portals_public"
