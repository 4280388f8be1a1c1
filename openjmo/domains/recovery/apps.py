"""Django's name for the room."""

from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    """Coming back without the old contacts."""

    name = "openjmo.domains.recovery"
    label = "recovery"

    def ready(self) -> None:
        """Begin to listen."""
        from openjmo.domains.recovery import reactions  # noqa: F401 - listeners register on import
