"""Stands before Django's WSGI handler and answers the plainest and busiest request itself: somebody signed in looks at their balance.

What Django's handler and twelve middlewares do for it one after the other is done here in a straight line, with the same functions: the
host, the session and its account, the language, the key of the forms, headers, packing, the line in the log. The page is drawn by the same
view. Whatever is not plain is let through, and so is whatever fails here; a test holds both ways to the same answer, byte for byte.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils import translation

from openjmo.core.clock import SystemClock
from openjmo.domains.identity.own_session import SeenNotes
from openjmo.domains.savings.balance_page import page_of_session
from openjmo.platform.headers import security_headers
from openjmo.platform.hosts import KnownHosts
from openjmo.platform.own_rows import only_of
from openjmo.platform.request_log import answering, new_id, write_line
from openjmo.portals.participant.saldo import drawn

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

ROUTE: Final = "participant:saldo"
Headers = list[tuple[str, str]]
_SOME_KEY: Final = "x" * 32
_FORM_KEY: Final = re.compile(r"[A-Za-z0-9]{32}")
_logger = logging.getLogger(__name__)


class BalanceFront:
    """A WSGI application; see the module."""

    def __init__(self, behind: WSGIApplication, seen: SeenNotes | None = None) -> None:
        self.behind = behind
        self._seen = seen or SeenNotes()
        self._hosts = KnownHosts()
        self._cookie_names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME)
        self._common = list(security_headers().items())
        self._form_key = CsrfViewMiddleware(_nobody)
        self._packing = GZipMiddleware(_nobody)
        self._languages = frozenset(code for code, _name in settings.LANGUAGES)
        self._is_in_use = bool(settings.OPENJMO_DB_APP_ROLE) and not settings.OPENJMO_REPLICAS and not settings.OPENJMO_ACTIVE_ONLY
        self._usual = settings.LANGUAGE_CODE
        self._cookie = (0, "")

    @cached_property
    def address(self) -> str:
        """Where the page is."""
        return reverse(ROUTE)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer, or let it through."""
        if environ["PATH_INFO"] == self.address and self._is_in_use and _is_plain(environ):
            began = time.perf_counter()
            with answering(new_id()) as reference:
                answer = self._answer(environ)
                if answer is not None:
                    headers, body = answer
                    headers.append(("X-Request-Id", reference))
                    write_line("GET", ROUTE, HTTPStatus.OK, began=began, identity=reference)
                    start_response("200 OK", headers)
                    return [body]
        return self.behind(environ, start_response)

    def _answer(self, environ: dict[str, Any]) -> tuple[Headers, bytes] | None:
        """Headers and the page; None when Django is to answer."""
        request = WSGIRequest(environ)
        cookies = request.COOKIES
        key, form_key, chosen = [cookies.get(name, "") for name in self._cookie_names]
        if not key or "messages" in cookies or not _FORM_KEY.fullmatch(form_key) or not self._hosts.has(environ.get("HTTP_HOST", "")):
            return None
        language = chosen if chosen in self._languages else self._usual
        try:
            now = SystemClock().now()
            found = page_of_session(key, now=now, seen=self._seen)
            if found is None:
                return None
            holder, told = found
            if told.balance is None:
                return None
            request.META["CSRF_COOKIE"] = form_key
            if translation.get_language() != language:
                translation.activate(language)  # for good, as Django's way does it: the next request says its own
            with only_of(holder.id, when_asked=True):
                page = drawn(request, told, told.balance, hides_amounts=holder.hides_amounts, now=now)
        except Exception:  # Django tries it again, and says what there is to say
            _logger.exception("the short way failed")
            return None
        return self._finished(request, page.encode(), language, form_key)

    def _finished(self, request: WSGIRequest, body: bytes, language: str, form_key: str) -> tuple[Headers, bytes]:
        """With everything that middlewares add."""
        headers = [
            *self._common,
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Language", language),
            ("Cache-Control", "no-store"),
            ("Vary", "Accept-Encoding, Cookie"),
            ("Set-Cookie", self._form_key_cookie(form_key)),
        ]
        if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            packed = HttpResponse(body)
            self._packing.process_response(request, packed)
            body = packed.content
            headers += [(name, value) for name, value in packed.items() if name == "Content-Encoding"]
        headers.append(("Content-Length", str(len(body))))
        return headers, body

    def _form_key_cookie(self, form_key: str) -> str:
        """The cookie as Django writes it, which lasts anew from now on; once a second it is asked how."""
        now = int(time.time())
        second, written = self._cookie
        if second != now:
            request, answer = HttpRequest(), HttpResponse()
            request.META.update(CSRF_COOKIE=_SOME_KEY, CSRF_COOKIE_NEEDS_UPDATE=True)
            self._form_key.process_response(request, answer)
            written = answer.cookies[settings.CSRF_COOKIE_NAME].OutputString()
            self._cookie = (now, written)
        return written.replace(_SOME_KEY, form_key)


def _is_plain(environ: dict[str, Any]) -> bool:
    return (
        environ["REQUEST_METHOD"] == "GET"
        and not environ.get("QUERY_STRING")
        and not environ.get("SCRIPT_NAME")
        and environ.get("CONTENT_LENGTH", "") in {"", "0"}
        and "HTTP_HX_REQUEST" not in environ
        and not connections["default"].in_atomic_block
    )


def _nobody(_request: object) -> HttpResponse:
    raise NotImplementedError
