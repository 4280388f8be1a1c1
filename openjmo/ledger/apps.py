"""Django's name for the room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger."""

    name = "openjmo.ledger"
    label = "ledger"
