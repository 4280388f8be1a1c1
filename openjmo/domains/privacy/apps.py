"""Django's name for the room."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Rights over personal data."""

    name = "openjmo.domains.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Give messages their words."""
        from openjmo.domains.privacy import wording  # noqa: F401 - registers on import
