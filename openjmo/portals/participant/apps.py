"""Django's name for the room."""

from django.apps import AppConfig


class ParticipantConfig(AppConfig):
    """The member's app."""

    name = "openjmo.portals.participant"
    label = "participant"
