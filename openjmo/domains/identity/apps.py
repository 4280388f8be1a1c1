"""Django's name for the room."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Accounts."""

    name = "openjmo.domains.identity"
    label = "identity"

    def ready(self) -> None:
        """Begin to listen."""
        from openjmo.domains.identity import reactions  # noqa: F401 - listeners register on import
