"""Django's name for the room."""

from django.apps import AppConfig


class EmployerConfig(AppConfig):
    """The employer portal."""

    name = "openjmo.portals.employer"
    label = "employer"
