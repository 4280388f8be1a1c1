"""Django's name for the room."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """Wage reports, bills, postings."""

    name = "openjmo.domains.contributions"
    label = "contributions"

    def ready(self) -> None:
        """Give messages their words."""
        from openjmo.domains.contributions import wording  # noqa: F401 - registers on import
