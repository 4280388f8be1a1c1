"""Django's name for the room."""

from django.apps import AppConfig


class PassbooksConfig(AppConfig):
    """Signed statements."""

    name = "openjmo.domains.passbooks"
    label = "passbooks"
