"""Django's name for the room."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Officers and the list of requests."""

    name = "openjmo.domains.support"
    label = "support"
