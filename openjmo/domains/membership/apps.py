"""Django's name for the room."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """The register."""

    name = "openjmo.domains.membership"
    label = "membership"

    def ready(self) -> None:
        """Begin to listen."""
        from openjmo.domains.membership import reactions, wording  # noqa: F401 - both register on import
