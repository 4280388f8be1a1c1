"""Django's name for the room."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Locks, freezes, payout accounts."""

    name = "openjmo.domains.protection"
    label = "protection"

    def ready(self) -> None:
        """Begin to listen."""
        from openjmo.domains.protection import reactions, wording  # noqa: F401 - listeners and sentences register on import
