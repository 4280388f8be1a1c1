"""Django's name for the portal."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """The staff desk."""

    name = "openjmo.portals.staff"
    label = "staff"
