"""Django's name for the room."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """Identity checks, data updates and corrections."""

    name = "openjmo.domains.verification"
    label = "verification"

    def ready(self) -> None:
        """Give messages their words."""
        from openjmo.domains.verification import wording  # noqa: F401 - sentences register on import
