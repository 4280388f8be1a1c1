"""Django's name for the room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Published figures."""

    name = "openjmo.domains.reports"
    label = "reports"
