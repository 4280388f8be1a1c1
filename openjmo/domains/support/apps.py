"""Django's name for the room."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Officers and the list of requests."""

    name = "openjmo.domains.support"
    label = "support"

    def ready(self) -> None:
        """Give the room's messages their sentences."""
        from openjmo.domains.support import wording  # noqa: F401 - sentences register on import
