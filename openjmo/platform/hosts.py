"""Which names this site answers to, for what answers without Django's request."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http.request import split_domain_port, validate_host

_MOST_KNOWN: Final = 100


class KnownHosts:
    """The names of ALLOWED_HOSTS, as they were asked for so far."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def has(self, host: str) -> bool:
        """Whether that Host header names this site, with a port or without."""
        if host in self._known:
            return True
        domain, _port = split_domain_port(host)
        if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
            return False
        if len(self._known) < _MOST_KNOWN:
            self._known.add(host)
        return True
