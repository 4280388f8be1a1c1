"""Django's name for the room."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Accounts."""

    name = "openjmo.domains.identity"
    label = "identity"

    def ready(self) -> None:
        """Begin to listen."""
        from openjmo.domains.identity import reactions, wording  # noqa: F401 - listeners and sentences register on import
