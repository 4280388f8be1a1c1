"""Django's name for the room."""

from django.apps import AppConfig


class SimulatorsConfig(AppConfig):
    """Made-up funds and the pretend bank."""

    name = "openjmo.simulators"
    label = "simulators"
