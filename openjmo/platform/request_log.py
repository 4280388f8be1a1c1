"""One log line per request: method, name of the route, status, milliseconds, request id.

The name of the route, not the address: an address may carry a reference or what somebody searched for. The request id is
ours, goes back in ``X-Request-Id``, and is what a person can read out to support.
"""

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest, HttpResponseBase

from openjmo.platform.logs import Brief

# No vowels: no accidental words. No 0/O, 1/I/L: readable over the telephone.
_ALPHABET: Final = b"23456789bcdfghjkmnpqrstvwxz"
_LETTERS: Final = bytes(_ALPHABET[number % len(_ALPHABET)] for number in range(256))
"""For each byte the letter that stands for it."""
_logger = logging.getLogger("openjmo.request")
_current: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """The id of the request being answered, or nothing outside of one."""
    return _current.get()


def new_id() -> str:
    """An id for one more request."""
    return secrets.token_bytes(12).translate(_LETTERS).decode()


def write_line(method: str, route: str, status: int, *, began: float, identity: str) -> None:
    """The line of one request that began at that moment of `time.perf_counter`."""
    if _logger.isEnabledFor(logging.INFO):
        milliseconds = round((time.perf_counter() - began) * 1000, 1)
        told: dict[str, object] = {"method": method, "route": route, "status": status, "ms": milliseconds, "request_id": identity}
        _logger.handle(Brief(_logger.name, logging.INFO, "request", told))


@contextmanager
def answering(identity: str) -> Iterator[str]:
    """`request_id` gives this id for the length of the block."""
    token = _current.set(identity)
    try:
        yield identity
    finally:
        _current.reset(token)


class RequestLog:
    """Outermost middleware; see the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and write the line."""
        began = time.perf_counter()
        with answering(new_id()) as identity:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = identity
            match = request.resolver_match
            route = (match.view_name or match.route) if match else ""
            write_line(request.method or "", route, response.status_code, began=began, identity=identity)
            return response
