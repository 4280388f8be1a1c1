"""Django's name for the room."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Messages and mail."""

    name = "openjmo.domains.messaging"
    label = "messaging"
