"""Django's name for the room."""

from django.apps import AppConfig


class ProofsConfig(AppConfig):
    """Published totals."""

    name = "openjmo.domains.proofs"
    label = "proofs"
