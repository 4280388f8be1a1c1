"""Django's name for the room."""

from django.apps import AppConfig


class LooksConfig(AppConfig):
    """Who looked at whose file."""

    name = "openjmo.domains.looks"
    label = "looks"

    def ready(self) -> None:
        """Give the room's messages their sentences."""
        from openjmo.domains.looks import wording  # noqa: F401 - sentences register on import
