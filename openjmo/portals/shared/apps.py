"""Makes the static files of this room findable."""

from django.apps import AppConfig


class Shared(AppConfig):
    """The look all portals share."""

    name = "openjmo.portals.shared"
    label = "portals_shared"
