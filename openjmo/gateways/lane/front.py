"""Stands before Django's WSGI handler: answers the lane's one address itself and lets everything else through."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openjmo.gateways.lane import ADDRESS
from openjmo.gateways.lane.answers import Answers, Asked
from openjmo.platform.request_log import new_id, write_line

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

ROUTE = "lane:saldo"
"""What the log calls it."""


class Front:
    """A WSGI application; see the module."""

    def __init__(self, behind: WSGIApplication, *, is_behind_proxy: bool) -> None:
        self.behind = behind
        self.is_behind_proxy = is_behind_proxy

    @cached_property
    def answers(self) -> Answers:
        """Made at the first call, in the process that serves."""
        return Answers()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer, or let it through."""
        if environ["PATH_INFO"] != ADDRESS:
            return self.behind(environ, start_response)
        began = time.perf_counter()
        reference = new_id()
        method = environ["REQUEST_METHOD"]
        asked = Asked(
            method=method,
            authorization=environ.get("HTTP_AUTHORIZATION", ""),
            address=address_of(environ, is_behind_proxy=self.is_behind_proxy),
            host=environ.get("HTTP_HOST", ""),
            speaks=environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        )
        answer = self.answers.answer(asked, reference)
        start_response(
            f"{answer.status:d} {answer.status.phrase}",
            [*answer.headers, ("Content-Length", str(len(answer.body))), ("X-Request-Id", reference)],
        )
        write_line(method, ROUTE, answer.status, began=began, identity=reference)
        return [] if method == "HEAD" else [answer.body]


def address_of(environ: dict[str, Any], *, is_behind_proxy: bool) -> str:
    """The caller's address: as the proxy has seen it when one stands in front, else the other end of the connection."""
    if is_behind_proxy:
        return str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(environ.get("REMOTE_ADDR", ""))
