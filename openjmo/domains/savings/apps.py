"""Django's name for the room."""

from django.apps import AppConfig


class SavingsConfig(AppConfig):
    """Balances and returns."""

    name = "openjmo.domains.savings"
    label = "savings"

    def ready(self) -> None:
        """Give messages their words."""
        from openjmo.domains.savings import wording  # noqa: F401 - registers on import
