"""Registers the platform with Django."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """The label is part of table and migration names, so it is written down rather than derived."""

    name = "openjmo.platform"
    label = "platform"
