"""Django's name for the room."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Receipts."""

    name = "openjmo.domains.payments"
    label = "payments"
